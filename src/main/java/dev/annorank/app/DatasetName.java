package dev.annorank.app;

import dev.annorank.model.Ids;
import dev.annorank.model.RejectedException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A dataset's name as an option's value. */
final class DatasetName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        try {
            return Ids.requireDataset(value);
        } catch (RejectedException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
