package dev.annorank.mask;

import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Seeded masks of many kinds, most of them hostile. The same seed gives the same mask. */
final class RandomMasks {
    /** A mask and the image it is for. */
    record Sample(Image image, Segmentation segmentation) {
        String describe() {
            StringBuilder text = new StringBuilder(image.width() + " x " + image.height() + " ");
            if (segmentation instanceof Segmentation.Polygons p) {
                for (int part = 0; part < p.parts(); part++) {
                    text.append('[');
                    for (int i = p.partStart(part); i < p.partEnds()[part]; i++) {
                        text.append(i == p.partStart(part) ? "" : ", ").append(p.coordinates()[i]);
                    }
                    text.append(']');
                }
            } else if (segmentation instanceof Segmentation.Rle rle) {
                text.append(Arrays.toString(rle.counts()));
            }
            return text.toString();
        }
    }

    private final Random random;
    private final int width;
    private final int height;

    private RandomMasks(Random random, int width, int height) {
        this.random = random;
        this.width = width;
        this.height = height;
    }

    static Sample sample(long seed) {
        Random random = new Random(seed);
        // Neighbouring seeds begin alike.
        random.nextLong();
        int width = size(random);
        int height = size(random);
        RandomMasks masks = new RandomMasks(random, width, height);
        Segmentation segmentation = switch (random.nextInt(13)) {
            case 0, 1 -> masks.polygons(masks::star);
            case 2, 3 -> masks.polygons(masks::scribble);
            case 4 -> masks.polygons(masks::speck);
            case 5 -> masks.polygons(masks::sliver);
            case 6 -> masks.polygons(masks::farOut);
            case 7 -> masks.polygons(masks::rectangle);
            case 8 -> masks.polygons(masks::blob);
            case 9 -> masks.noise();
            case 10 -> masks.nested();
            case 11 -> masks.bands();
            default -> masks.discs();
        };
        return new Sample(Image.of(Long.toString(seed), width, height), segmentation);
    }

    private static int size(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 1 + random.nextInt(4);
            case 1 -> 60 + random.nextInt(140);
            default -> 1 + random.nextInt(60);
        };
    }

    private interface Part {
        double[] make();
    }

    private Segmentation polygons(Part kind) {
        List<double[]> parts = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1;
        int length = 0;
        for (int i = 0; i < count; i++) {
            double[] part = disturb(kind.make());
            length += part.length;
            parts.add(part);
        }
        double[] coordinates = new double[length];
        int[] ends = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(parts.get(i), 0, coordinates, at, parts.get(i).length);
            at += parts.get(i).length;
            ends[i] = at;
        }
        return new Segmentation.Polygons(coordinates, ends);
    }

    /** Whole numbers, quarters, fractions just below one, repeated points: what annotation tools write. */
    private double[] disturb(double[] xy) {
        int how = random.nextInt(5);
        for (int i = 0; i < xy.length; i++) {
            switch (how) {
                case 0 -> xy[i] = Math.rint(xy[i]);
                case 1 -> xy[i] = Math.rint(xy[i] * 4) / 4;
                case 2 -> xy[i] = Math.floor(xy[i]) + 0.999;
                default -> {}
            }
        }
        if (random.nextInt(4) == 0) {
            for (int i = 2; i + 1 < xy.length; i += 2) {
                if (random.nextInt(4) == 0) {
                    xy[i] = xy[i - 2];
                    xy[i + 1] = xy[i - 1];
                }
            }
        }
        return xy;
    }

    private double[] star() {
        int n = 3 + random.nextInt(20);
        double cx = random.nextDouble() * width;
        double cy = random.nextDouble() * height;
        double reach = random.nextDouble() * Math.max(width, height);
        double[] xy = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double r = reach * (0.2 + 0.8 * random.nextDouble());
            xy[2 * i] = cx + r * Math.cos(2 * Math.PI * i / n);
            xy[2 * i + 1] = cy + r * Math.sin(2 * Math.PI * i / n);
        }
        return xy;
    }

    private double[] scribble() {
        int n = 1 + random.nextInt(15);
        double[] xy = new double[2 * n];
        for (int i = 0; i < n; i++) {
            xy[2 * i] = random.nextDouble() * (width + 4) - 2;
            xy[2 * i + 1] = random.nextDouble() * (height + 4) - 2;
        }
        return xy;
    }

    private double[] speck() {
        int n = 1 + random.nextInt(5);
        double x = random.nextDouble() * (width + 2) - 1;
        double y = random.nextDouble() * (height + 2) - 1;
        double[] xy = new double[2 * n];
        for (int i = 0; i < n; i++) {
            xy[2 * i] = x + 3 * random.nextDouble();
            xy[2 * i + 1] = y + 3 * random.nextDouble();
        }
        return xy;
    }

    private double[] sliver() {
        double x1 = random.nextDouble() * width;
        double y1 = random.nextDouble() * height;
        double x2 = random.nextDouble() * width;
        double y2 = random.nextDouble() * height;
        double off = random.nextDouble() * 2;
        return new double[] {x1, y1, x2, y2, x2 + off, y2 + random.nextDouble(), x1 + off, y1};
    }

    private double[] farOut() {
        int n = 2 + random.nextInt(8);
        double scale = Math.pow(10, random.nextInt(5));
        double[] xy = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double s = random.nextBoolean() ? scale : 1;
            xy[2 * i] = width * (0.5 + random.nextGaussian() * s);
            xy[2 * i + 1] = height * (0.5 + random.nextGaussian() * s);
        }
        return xy;
    }

    private double[] rectangle() {
        double x1 = random.nextInt(width + 2) - 1;
        double y1 = random.nextInt(height + 2) - 1;
        double x2 = random.nextBoolean() ? width - 1 : x1 + random.nextInt(width + 1);
        double y2 = random.nextBoolean() ? height : y1 + random.nextInt(height + 1);
        return new double[] {x1, y1, x2, y1, x2, y2, x1, y2};
    }

    private double[] blob() {
        int n = 20 + random.nextInt(100);
        double a = random.nextDouble() * 2 * Math.PI;
        double bumps = 1 + random.nextInt(6);
        double depth = random.nextDouble() * 0.5;
        double[] xy = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double t = 2 * Math.PI * i / n;
            double r = 0.6 * (1 - depth + depth * Math.sin(bumps * t + a));
            xy[2 * i] = width * (0.5 + r * Math.cos(t));
            xy[2 * i + 1] = height * (0.5 + r * Math.sin(t));
        }
        return xy;
    }

    private Segmentation noise() {
        double density = random.nextDouble();
        boolean[] on = new boolean[width * height];
        for (int i = 0; i < on.length; i++) {
            on[i] = random.nextDouble() < density;
        }
        return rle(on);
    }

    /** Rings within rings, holes off centre, islands in them. */
    private Segmentation nested() {
        boolean[] on = new boolean[width * height];
        int x = 0;
        int y = 0;
        int right = width;
        int bottom = height;
        boolean value = true;
        while (x < right && y < bottom) {
            for (int i = x; i < right; i++) {
                for (int j = y; j < bottom; j++) {
                    on[i * height + j] = value;
                }
            }
            x += random.nextInt(4);
            y += random.nextInt(4);
            right -= random.nextInt(4);
            bottom -= 1 + random.nextInt(3);
            value = !value;
        }
        for (int i = random.nextInt(30); i > 0; i--) {
            on[random.nextInt(on.length)] ^= true;
        }
        return rle(on);
    }

    /** Few long runs, many of them whole columns, some empty. */
    private Segmentation bands() {
        int total = width * height;
        List<Integer> counts = new ArrayList<>();
        while (total > 0) {
            int most = random.nextBoolean() ? total : Math.min(total, 3 * height);
            int run = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(most);
            if (random.nextBoolean() && run >= height) {
                run -= run % height;
            }
            counts.add(run);
            total -= run;
        }
        return new Segmentation.Rle(
                height, width, counts.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Discs and equal specks: contours of equal area, and smooth outlines with long diagonals. */
    private Segmentation discs() {
        boolean[] on = new boolean[width * height];
        int n = 1 + random.nextInt(8);
        int fixed = 1 + random.nextInt(6);
        boolean equal = random.nextBoolean();
        boolean diamond = random.nextBoolean();
        for (int k = 0; k < n; k++) {
            int cx = random.nextInt(width);
            int cy = random.nextInt(height);
            int r = equal ? fixed : random.nextInt(30);
            boolean value = random.nextInt(4) != 0;
            for (int i = Math.max(0, cx - r); i <= Math.min(width - 1, cx + r); i++) {
                for (int j = Math.max(0, cy - r); j <= Math.min(height - 1, cy + r); j++) {
                    int dx = Math.abs(i - cx);
                    int dy = Math.abs(j - cy);
                    if (diamond ? dx + dy <= r : dx * dx + dy * dy <= r * r) {
                        on[i * height + j] = value;
                    }
                }
            }
        }
        return rle(on);
    }

    private Segmentation rle(boolean[] columnMajor) {
        List<Integer> counts = new ArrayList<>();
        boolean value = false;
        int run = 0;
        for (boolean pixel : columnMajor) {
            if (pixel != value) {
                counts.add(run);
                run = 0;
                value = pixel;
            }
            run++;
        }
        counts.add(run);
        return new Segmentation.Rle(
                height, width, counts.stream().mapToInt(Integer::intValue).toArray());
    }
}
