package dev.annorank.format.tool;

import dev.annorank.format.tool.LabelStudioResult.Size;
import dev.annorank.json.Errors;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a submission makes of its image. Size and picture are those of the first of its polygons and masks that says a size,
 * or else the size is that of any of its results, or of its first bitmask; the others must be of the same, and one without
 * a size is taken to be.
 */
final class LabelStudioImage {
    /** Percents are px / size x 100 in double precision; what is this close to a whole pixel was one. */
    private static final double SNAP_PX = 1e-6;

    private final LabelStudioSubmission submission;
    private final LabelStudioTask task;
    private final LabelStudioBitmask bitmasks;
    private final long maxPixels;
    private final int maxRuns;
    private final WebhookReport report;
    private int width;
    private int height;
    private @Nullable String picture;

    /**
     * @param bitmasks decodes the payload's bitmasks
     * @param maxPixels largest brush mask, at most 2^29 px
     * @param maxRuns most run lengths of a mask
     */
    LabelStudioImage(
            LabelStudioSubmission submission,
            LabelStudioTask task,
            LabelStudioBitmask bitmasks,
            long maxPixels,
            int maxRuns,
            WebhookReport report) {
        this.submission = submission;
        this.task = task;
        this.bitmasks = bitmasks;
        this.maxPixels = maxPixels;
        this.maxRuns = maxRuns;
        this.report = report;
    }

    /**
     * The event that makes the submission's instances the image's. A submission without any entry says no size: then the
     * image is deleted, which comes to the same, since it has no instances left. Nothing if the submission has entries and
     * none is an instance: what the image had before is better than a guess.
     */
    Optional<AnnotationEvent> event(String dataset) {
        submission.requireUsable();
        String imageId = task.requireId();
        if (submission.isEmpty()) {
            return Optional.of(new ImageDeleted(dataset, submission.version(), imageId));
        }
        submission.reportOtherShapes();
        List<Annotation> annotations = annotations();
        if (annotations.isEmpty()) {
            report.note("Image " + Errors.shown(imageId, 60) + " stays as it was: annotation " + submission.shownId()
                    + " has no polygon, brush mask or bitmask that can be used. To take the image's instances away, empty"
                    + " the annotation and update it, or delete the task.");
            return Optional.empty();
        }
        if (submission.rotation() != 0) {
            report.note("Image " + Errors.shown(imageId, 60) + " was turned by " + submission.rotation()
                    + " degrees on the screen (image_rotation); its masks were read on the image as it is stored, as Label"
                    + " Studio saves them.");
        }
        return Optional.of(new ImageReplaced(
                dataset,
                submission.version(),
                new Image(imageId, width, height, task.fileName(), task.url()),
                annotations));
    }

    private List<Annotation> annotations() {
        List<LabelStudioResult> masks = submission.masks();
        for (LabelStudioResult mask : masks) {
            if (setSize(mask.saidSize())) {
                picture = mask.picture();
            }
        }
        Size any = submission.size();
        if (any != null) {
            setSize(any);
        }
        List<Annotation> annotations = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (LabelStudioResult mask : masks) {
            try {
                String id = mask.id();
                String label = mask.label();
                Segmentation segmentation = segmentation(mask);
                requireSamePicture(mask.picture());
                if (ids.contains(id)) {
                    throw new RejectedException(Reason.BAD_FIELD, "its id is given twice");
                }
                annotations.add(new Annotation(submission.prefix() + id, label, segmentation, false));
                ids.add(id);
            } catch (RejectedException e) {
                report.skip("result " + mask.shownId(), e);
            }
        }
        return annotations;
    }

    /** Keeps the first size; whether this is it. */
    private boolean setSize(Size size) {
        if (width > 0 || size.width() == null || size.height() == null) {
            return false;
        }
        width = size.width();
        height = size.height();
        return true;
    }

    private Segmentation segmentation(LabelStudioResult mask) {
        Size size = mask.size();
        if (mask.isBitmask()) {
            // The picture says its size itself.
            Rle rle = bitmasks.decode(mask.value().bitmask(), size.width(), size.height());
            if (setSize(new Size(rle.width(), rle.height()))) {
                picture = mask.picture();
            }
            requireSameSize(rle.width(), rle.height());
            return rle;
        }
        if (width == 0) {
            boolean noWidth = size.width() == null;
            throw new RejectedException(
                    Reason.MISSING_FIELD,
                    (noWidth ? "original_width" : "original_height")
                            + " is missing, and no other result of the annotation says the image's size");
        }
        requireSameSize(size.width() == null ? width : size.width(), size.height() == null ? height : size.height());
        return mask.isPolygon()
                ? polygon(mask.value().points())
                : LabelStudioBrush.decode(
                        mask.value().rle(), mask.value().rleLength(), width, height, maxPixels, maxRuns);
    }

    private Polygons polygon(double[] percents) {
        double[] pixels = new double[percents.length];
        for (int i = 0; i < pixels.length; i++) {
            double px = percents[i] * ((i & 1) == 0 ? width : height) / 100;
            double whole = Math.rint(px);
            pixels[i] = Math.abs(px - whole) < SNAP_PX ? whole : px;
        }
        return Polygons.of(pixels);
    }

    private void requireSameSize(int columns, int rows) {
        if (columns != width || rows != height) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "its image has " + columns + " x " + rows + " px, the first of the annotation " + width + " x "
                            + height + "; a task must have one image");
        }
    }

    private void requireSamePicture(@Nullable String its) {
        if (its != null && picture != null && !its.equals(picture)) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "it is on " + Errors.quoted(its) + ", the first of the annotation on " + Errors.quoted(picture)
                            + "; a task must have one image");
        }
    }
}
