package dev.annorank.format;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;

/**
 * One instance of an annotation file.
 *
 * @param image the image it is on
 * @param category its class, with the file's own id
 * @param annotation the annotation; its class is the category's name
 * @param position where the file has it
 */
public record LabeledInstance(Image image, Category category, Annotation annotation, Position position) {}
