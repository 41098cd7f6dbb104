package dev.annorank.format;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;

/**
 * One instance of an annotation file.
 *
 * @param image the image it is on
 * @param category its class, with the file's own id
 * @param annotation the annotation; its class is the category's name
 * @param path its place in the file's document, for example {@code annotations[5]}
 * @param position its place in the file's text
 */
public record LabeledInstance(Image image, Category category, Annotation annotation, String path, Position position) {}
