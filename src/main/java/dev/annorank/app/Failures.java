package dev.annorank.app;

import dev.annorank.bench.BenchException;
import dev.annorank.broker.BrokerException;
import dev.annorank.client.ClusterException;
import dev.annorank.client.KafkaFailure;
import dev.annorank.cluster.OpsException;
import dev.annorank.config.SettingsException;
import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.subset.SubsetException;
import dev.annorank.http.ListenException;
import dev.annorank.model.RejectedException;
import dev.annorank.model.UsageException;
import dev.annorank.model.UserException;
import dev.annorank.topic.UnknownFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a failed command says, and its exit code. Only a defect of annorank shows where it happened. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure, command.getErr());
    }

    /** Says why a command failed; returns its exit code. */
    static int report(Exception failure, PrintWriter err) {
        if (failure instanceof SettingsException settings) {
            settings.problems().forEach(problem -> err.println("annorank: " + problem));
            return ExitCode.USAGE;
        }
        if (failure instanceof UsageException) {
            err.println("annorank: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        String message = message(failure);
        if (message.isEmpty()) {
            err.println("annorank: this is a defect of annorank:");
            failure.printStackTrace(err);
        } else {
            err.println("annorank: " + message);
        }
        return ExitCode.SOFTWARE;
    }

    private static String message(Exception failure) {
        if (failure instanceof UserException
                || failure instanceof RejectedException
                || failure instanceof OpsException
                || failure instanceof UnknownFormatException
                || failure instanceof AnnotationFileException
                || failure instanceof SubsetException
                || failure instanceof BenchException
                || failure instanceof BrokerException
                || failure instanceof ClusterException
                || failure instanceof ListenException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof KafkaException) {
            return KafkaFailure.explain(failure);
        }
        if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return message(unchecked.getCause());
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (failure instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + file.getReason();
        }
        return failure instanceof IOException ? String.valueOf(failure.getMessage()) : "";
    }
}
