package dev.annorank.bench;

import dev.annorank.format.LabeledInstance;
import dev.annorank.mask.OpenCv;
import dev.annorank.mask.Shape;
import dev.annorank.model.Segmentation;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Masks that OpenCV measures: decoded and painted beforehand, which costs it nothing here. What is timed is {@code
 * findContours}, {@code contourArea} and {@code arcLength}, called from Java.
 */
final class OpenCvMasks {
    private final List<Mat> masks = new ArrayList<>();

    /**
     * Paints masks.
     *
     * @param size how many, spread evenly over the dataset: whole images of all would not fit into memory
     * @param cropped whether to the box around the mask's pixels, else the whole image
     */
    OpenCvMasks(Instances instances, int size, boolean cropped) {
        int step = instances.all().size() / size;
        for (int i = 0; i < size; i++) {
            LabeledInstance instance = instances.all().get(i * step);
            Segmentation segmentation = instance.annotation().segmentation();
            masks.add(OpenCv.image(
                    segmentation, instance.image().width(), instance.image().height(), cropped));
        }
    }

    void measure(Blackhole sink) {
        for (Mat mask : masks) {
            Shape shape = OpenCv.measure(mask);
            sink.consume(shape);
        }
    }
}
