package dev.annorank.demo;

import java.util.SplittableRandom;

/**
 * What there is to label: the classes of a street scene, from the commonest to the rarest, with the form their outlines
 * take. How often one occurs falls off as the power {@value #SKEW} of its place (Zipf's law), as in real datasets.
 */
enum ObjectClass {
    CAR("car", Form.BOX, 0.16),
    PERSON("person", Form.ORGANIC, 0.11),
    TRAFFIC_SIGN("traffic sign", Form.ELLIPSE, 0.04),
    TREE("tree", Form.LOBED, 0.22),
    BICYCLE("bicycle", Form.BRANCHED, 0.10),
    HANDBAG("handbag", Form.BOX, 0.04),
    DOG("dog", Form.ORGANIC, 0.07),
    BUS("bus", Form.BOX, 0.30),
    POTTED_PLANT("potted plant", Form.LOBED, 0.07),
    BALLOON("balloon", Form.ELLIPSE, 0.05),
    CRANE("crane", Form.BRANCHED, 0.28);

    /** How an outline is drawn, from few corners to many fine parts. */
    enum Form {
        ELLIPSE,
        BOX,
        ORGANIC,
        LOBED,
        BRANCHED
    }

    private static final double SKEW = 1.3;
    private static final ObjectClass[] ALL = values();
    private static final double[] CUMULATED = cumulated();

    private final String category;
    private final Form form;
    private final double size;

    ObjectClass(String category, Form form, double size) {
        this.category = category;
        this.form = form;
        this.size = size;
    }

    /** The name people give it. */
    String category() {
        return category;
    }

    Form form() {
        return form;
    }

    /** Typical diameter as a share of the image's shorter side. */
    double size() {
        return size;
    }

    /** One class, common ones often, rare ones seldom. */
    static ObjectClass pick(SplittableRandom random) {
        double at = random.nextDouble(CUMULATED[CUMULATED.length - 1]);
        int i = 0;
        while (CUMULATED[i] <= at) {
            i++;
        }
        return ALL[i];
    }

    private static double[] cumulated() {
        double[] sums = new double[ALL.length];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += Math.pow(i + 1, -SKEW);
            sums[i] = sum;
        }
        return sums;
    }
}
