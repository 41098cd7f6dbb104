package dev.annorank.mask;

import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;

/**
 * How far the vertices of polygons lie outside their image. Labeling tools let a vertex stray by some pixels; where they lie
 * far out, the image's width and height may be swapped, or the picture is shown rotated by its EXIF orientation.
 */
public final class Overhang {
    /** As a share of the image's side: more is far. */
    private static final double FAR = 0.1;

    private Overhang() {}

    /**
     * Whether a vertex lies outside the image by more than a tenth of its width or height. False for run lengths, which
     * have the image's size. O(vertices).
     */
    public static boolean isFar(Segmentation segmentation, Image image) {
        if (!(segmentation instanceof Polygons polygons)) {
            return false;
        }
        double marginX = FAR * image.width();
        double marginY = FAR * image.height();
        double[] xy = polygons.coordinates();
        for (int i = 0; i < xy.length; i += 2) {
            if (xy[i] < -marginX
                    || xy[i] > image.width() + marginX
                    || xy[i + 1] < -marginY
                    || xy[i + 1] > image.height() + marginY) {
                return true;
            }
        }
        return false;
    }
}
