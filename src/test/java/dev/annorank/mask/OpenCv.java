package dev.annorank.mask;

import dev.annorank.model.Segmentation;
import java.util.Arrays;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** The measure contour by OpenCV itself: what the kernel is compared with. */
public final class OpenCv {
    private OpenCv() {}

    /** The mask, row by row, 0 or 1 a pixel. */
    static byte[] mask(Segmentation segmentation, int width, int height) {
        byte[] pixels = new byte[width * height];
        if (segmentation instanceof Segmentation.Polygons polygons) {
            try (Mat image = new Mat(height, width, opencv_core.CV_8UC1, Scalar.all(0));
                    Scalar one = Scalar.all(1);
                    Point none = new Point(0, 0)) {
                for (int part = 0; part < polygons.parts(); part++) {
                    int from = polygons.partStart(part);
                    int[] points = new int[polygons.partEnds()[part] - from];
                    for (int i = 0; i < points.length; i++) {
                        points[i] = (int) polygons.coordinates()[from + i];
                    }
                    try (IntPointer xy = new IntPointer(points);
                            Point first = new Point(xy);
                            PointerPointer<Point> parts = new PointerPointer<>(1);
                            IntPointer sizes = new IntPointer(1)) {
                        parts.put(0, first);
                        sizes.put(0, points.length / 2);
                        opencv_imgproc.fillPoly(image, parts, sizes, 1, one, opencv_imgproc.LINE_8, 0, none);
                    }
                }
                image.data().get(pixels);
            }
        } else if (segmentation instanceof Segmentation.Rle rle) {
            int at = 0;
            for (int i = 0; i < rle.counts().length; i++) {
                for (int j = 0; j < rle.counts()[i]; j++, at++) {
                    pixels[at % height * width + at / height] = (byte) (i & 1);
                }
            }
        } else {
            throw new IllegalArgumentException("not for " + segmentation);
        }
        return pixels;
    }

    /** The mask as OpenCV has it: the whole image, or what is within the box around its pixels. */
    public static Mat image(Segmentation segmentation, int width, int height, boolean cropped) {
        Segmentation readable = segmentation instanceof Segmentation.CompressedRle compressed
                ? new Segmentation.Rle(height, width, counts(compressed))
                : segmentation;
        try (Mat whole = new Mat(height, width, opencv_core.CV_8UC1)) {
            whole.data().put(mask(readable, width, height));
            if (!cropped) {
                return whole.clone();
            }
            try (Rect box = opencv_imgproc.boundingRect(whole);
                    Mat within = new Mat(whole, box)) {
                return within.clone();
            }
        }
    }

    private static int[] counts(Segmentation.CompressedRle compressed) {
        RunLengths lengths = new RunLengths();
        lengths.read(compressed);
        return Arrays.copyOf(lengths.counts(), lengths.size());
    }

    /** The shape of the external contour with the largest area, the first listed of equals. */
    static Shape measure(byte[] mask, int width, int height) {
        try (Mat image = new Mat(height, width, opencv_core.CV_8UC1)) {
            image.data().put(mask);
            return measure(image);
        }
    }

    /** The same of a mask that OpenCV has already. */
    public static Shape measure(Mat image) {
        try (MatVector contours = new MatVector();
                Point none = new Point(0, 0)) {
            opencv_imgproc.findContours(
                    image, contours, opencv_imgproc.RETR_EXTERNAL, opencv_imgproc.CHAIN_APPROX_SIMPLE, none);
            double area = -1;
            double perimeter = 0;
            int count = (int) contours.size();
            for (int i = 0; i < count; i++) {
                try (Mat contour = contours.get(i)) {
                    double candidate = opencv_imgproc.contourArea(contour);
                    if (candidate > area) {
                        area = candidate;
                        perimeter = opencv_imgproc.arcLength(contour, true);
                    }
                }
            }
            return count == 0 ? Shape.EMPTY : new Shape(perimeter, area, count);
        }
    }
}
