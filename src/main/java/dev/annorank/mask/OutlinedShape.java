package dev.annorank.mask;

import dev.annorank.model.Outline;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one instance's mask, and what was measured.
 *
 * @param outline the contour or polygon that counts, simplified; null for a mask without pixels, and for a polygon that
 *     lies outside its image
 */
public record OutlinedShape(Shape shape, @Nullable Outline outline) {}
