package dev.annorank.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored classes of one image that has too many to be written as one with every event. */
public interface ClassSums {
    @Nullable
    ClassSum get(String category);

    void put(String category, ClassSum sum);

    void delete(String category);

    /** A copy of all that is stored, in any order. */
    Map<String, ClassSum> all();
}
