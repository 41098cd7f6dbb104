package dev.annorank.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.SplittableRandom;

/**
 * The classes of COCO train2017 and how many instances it holds of each, crowds included: 860,001 in all. Facts of the
 * published annotations.
 */
final class CocoClasses {
    private static final String TABLE = """
            person 262465, bicycle 7113, car 43867, motorcycle 8725, airplane 5135, bus 6069, train 4571,
            truck 9973, boat 10759, traffic light 12884, fire hydrant 1865, stop sign 1983, parking meter 1285,
            bench 9838, bird 10806, cat 4768, dog 5508, horse 6587, sheep 9509, cow 8147, elephant 5513,
            bear 1294, zebra 5303, giraffe 5131, backpack 8720, umbrella 11431, handbag 12354, tie 6496,
            suitcase 6192, frisbee 2682, skis 6646, snowboard 2685, sports ball 6347, kite 9076,
            baseball bat 3276, baseball glove 3747, skateboard 5543, surfboard 6126, tennis racket 4812,
            bottle 24342, wine glass 7913, cup 20650, fork 5479, knife 7770, spoon 6165, bowl 14358, banana 9458,
            apple 5851, sandwich 4373, orange 6399, broccoli 7308, carrot 7852, hot dog 2918, pizza 5821,
            donut 7179, cake 6353, chair 38491, couch 5779, potted plant 8652, bed 4192, dining table 15714,
            toilet 4157, tv 5805, laptop 4970, mouse 2262, remote 5703, keyboard 2855, cell phone 6434,
            microwave 1673, oven 3334, toaster 225, sink 5610, refrigerator 2637, book 24715, clock 6334,
            vase 6613, scissors 1481, teddy bear 4793, hair drier 198, toothbrush 1954
            """;

    private static final String[] ENTRIES = TABLE.strip().split(",\\s+");
    private static final String[] NAMES = new String[ENTRIES.length];
    private static final byte[][] TEXTS = new byte[ENTRIES.length][];
    /** Instances of the class and of all before it. */
    private static final int[] CUMULATED = new int[ENTRIES.length];

    static {
        int sum = 0;
        for (int i = 0; i < ENTRIES.length; i++) {
            int space = ENTRIES[i].lastIndexOf(' ');
            NAMES[i] = ENTRIES[i].substring(0, space);
            TEXTS[i] = NAMES[i].getBytes(UTF_8);
            sum += Integer.parseInt(ENTRIES[i].substring(space + 1));
            CUMULATED[i] = sum;
        }
    }

    private CocoClasses() {}

    static int size() {
        return NAMES.length;
    }

    static String name(int number) {
        return NAMES[number];
    }

    /** The name in UTF-8; shared. */
    static byte[] text(int number) {
        return TEXTS[number];
    }

    /** Instances of the class in train2017. */
    static int instances(int number) {
        return number == 0 ? CUMULATED[0] : CUMULATED[number] - CUMULATED[number - 1];
    }

    /** Instances of all classes in train2017. */
    static int total() {
        return CUMULATED[CUMULATED.length - 1];
    }

    /** The number of a class, each as likely as train2017 has instances of it. */
    static int pick(SplittableRandom random) {
        int at = random.nextInt(total());
        int low = 0;
        int high = CUMULATED.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (CUMULATED[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
