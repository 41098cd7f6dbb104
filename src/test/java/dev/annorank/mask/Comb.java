package dev.annorank.mask;

/** An outline in which the box of nearly each edge overlaps all others' boxes, and no edge touches any but its neighbours. */
public final class Comb {
    private Comb() {}

    /** Teeth side by side and aslant, in x0, y0, x1, y1, ... within -1 to 9 px; of four edges each. */
    public static double[] of(int teeth) {
        double[] xy = new double[8 * teeth + 4];
        double pitch = 1.0 / teeth;
        for (int i = 0; i < teeth; i++) {
            double x = i * pitch;
            double[] tooth = {x, 0, x + 8, 8, x + 8 + pitch / 2, 8, x + pitch / 2, 0};
            System.arraycopy(tooth, 0, xy, 8 * i, 8);
        }
        System.arraycopy(new double[] {1, -1, 0, -1}, 0, xy, 8 * teeth, 4);
        return xy;
    }
}
