package dev.annorank.format.tool;

import dev.annorank.json.Errors;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Rle;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Label Studio's bitmasks: a PNG as data URL, of the picture's own size, black where the mask is and transparent
 * elsewhere. A pixel belongs to the mask if its alpha is above 0, whatever its colour, as in Label Studio's own editor
 * ({@code isHoveringNonTransparentPixel} and {@code getCanvasPixelBounds} in BitmaskRegion/utils.ts). A PNG without
 * transparency would be a mask of the whole image there, which nobody means: it is rejected.
 *
 * <p>Sizes are looked at before anything is unpacked. For one payload: it limits what all its pictures take together.
 */
final class LabelStudioBitmask {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** Unpacked, a pixel takes 4 bytes, in unusual PNGs 8. */
    private static final long MAX_UNPACKED = 1L << 25;

    /** Pixels of all bitmasks of a payload: some seconds of work. */
    private static final long MAX_PAYLOAD_PIXELS = 1L << 30;

    private final long maxPixels;
    private final int maxRuns;
    private long pixelsLeft = MAX_PAYLOAD_PIXELS;

    /**
     * @param maxPixels largest mask, at most 2^29 px
     * @param maxRuns most runs of the outcome
     */
    LabelStudioBitmask(long maxPixels, int maxRuns) {
        this.maxPixels = Math.min(maxPixels, MAX_UNPACKED);
        this.maxRuns = maxRuns;
    }

    /**
     * The mask.
     *
     * @param dataUrl as {@code data:image/png;base64,...}
     * @param width columns that the PNG must have; null: any
     * @param height rows that it must have; null: any
     * @throws RejectedException if it is no PNG with transparency of that size, or too large
     */
    Rle decode(String dataUrl, @Nullable Integer width, @Nullable Integer height) {
        byte[] png = bytes(dataUrl);
        if (png.length < SIGNATURE.length || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw bad("holds no PNG; a bitmask must be one");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(input, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), width, height);
            return mask(reader);
        } catch (RejectedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // What a damaged PNG makes of the reader is of any kind.
            throw bad("holds a PNG of " + png.length + " bytes that cannot be read: "
                    + Errors.shown(String.valueOf(e.getMessage()), 80));
        } finally {
            reader.dispose();
        }
    }

    private static byte[] bytes(String dataUrl) {
        int comma = dataUrl.startsWith("data") ? dataUrl.indexOf(',') : -1;
        try {
            return Base64.getMimeDecoder().decode(dataUrl.substring(comma + 1));
        } catch (IllegalArgumentException e) {
            throw bad("is " + Errors.quoted(dataUrl) + "; it must be like data:image/png;base64,iVBORw0...");
        }
    }

    private void requireSize(int columns, int rows, @Nullable Integer width, @Nullable Integer height) {
        if ((width != null && width != columns) || (height != null && height != rows)) {
            throw bad("is a PNG of " + columns + " x " + rows + " px; its image has " + width + " x " + height + " px");
        }
        long pixels = (long) columns * rows;
        if (pixels > maxPixels) {
            throw new RejectedException(
                    Reason.MASK_TOO_LARGE,
                    "the mask would be " + columns + " x " + rows + " px; at most " + maxPixels + " px are allowed");
        }
        if (pixels > pixelsLeft) {
            throw new RejectedException(
                    Reason.MASK_TOO_LARGE,
                    "with it, the payload's bitmasks have more than " + MAX_PAYLOAD_PIXELS + " px together");
        }
        pixelsLeft -= pixels;
    }

    private Rle mask(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        RowMask mask = new RowMask(width, height, maxPixels, maxRuns);
        BufferedImage picture = reader.read(0);
        if (!picture.getColorModel().hasAlpha()) {
            throw bad("is a PNG without transparency, which would be a mask of the whole image; it must be transparent"
                    + " outside the mask");
        }
        WritableRaster alpha = picture.getAlphaRaster();
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (alpha != null) {
                alpha.getSamples(0, y, width, 1, 0, row);
            } else {
                // A palette has its transparency with its colours.
                picture.getRGB(0, y, width, 1, row, 0, width);
                for (int x = 0; x < width; x++) {
                    row[x] >>>= 24;
                }
            }
            addRow(mask, row, (long) y * width);
        }
        return mask.toRle();
    }

    private static void addRow(RowMask mask, int[] row, long start) {
        for (int x = 0; x < row.length; x++) {
            if (row[x] != 0) {
                int from = x;
                while (x < row.length && row[x] != 0) {
                    x++;
                }
                mask.add(start + from, start + x);
            }
        }
    }

    private static RejectedException bad(String what) {
        return new RejectedException(Reason.BAD_FIELD, "value.imageDataURL " + what);
    }
}
