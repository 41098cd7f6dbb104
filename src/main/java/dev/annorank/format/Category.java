package dev.annorank.format;

import dev.annorank.model.Ids;

/**
 * A class as an annotation file lists it.
 *
 * @param id its id as text
 * @param name its name; two categories of a file may share one
 */
public record Category(String id, String name) {
    public Category {
        Ids.requireId("category.id", id);
        Ids.requireId("category.name", name);
    }
}
