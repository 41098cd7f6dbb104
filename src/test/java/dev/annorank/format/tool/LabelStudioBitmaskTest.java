package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

public class LabelStudioBitmaskTest {
    private static final int BLACK = 0xFF000000;
    private static final IndexColorModel PALETTE =
            new IndexColorModel(8, 2, new byte[] {9, 0}, new byte[] {9, 0}, new byte[] {9, 0}, new byte[] {0, -1});

    private final LabelStudioBitmask bitmasks = new LabelStudioBitmask(1 << 16, 1 << 12);

    @Test
    void shouldTakeWhatIsNotTransparent_whenThePngIsOfAnyKind() {
        long seed = 17;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int width = 1 + random.nextInt(20);
            int height = 1 + random.nextInt(20);
            boolean[] pixels = Masks.random(width, height, random);
            boolean palette = random.nextBoolean();
            BufferedImage picture = palette
                    ? new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, PALETTE)
                    : new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            for (int i = 0; i < pixels.length; i++) {
                if (palette) {
                    picture.getRaster().setSample(i % width, i / width, 0, pixels[i] ? 1 : 0);
                } else {
                    // The colour does not matter, nor how much of it is to be seen.
                    int colour = pixels[i] ? 1 + random.nextInt(255) : 0;
                    picture.setRGB(i % width, i / width, colour << 24 | 0xFFFFFF);
                }
            }
            assertThat(bitmasks.decode(dataUrl(picture), width, height))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(Masks.rle(pixels, width, height));
        }
    }

    @Test
    void shouldReadIt_whenTheUrlIsWrittenInOtherWays() {
        BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(1, 1, BLACK);
        String url = dataUrl(picture);
        String base64 = url.substring(url.indexOf(',') + 1);
        for (String other : new String[] {
            base64,
            "data:image/png;charset=utf-8;base64," + base64,
            "data-url:image/png;base64," + base64,
            "data:image/png;base64," + base64.substring(0, 20) + "\n" + base64.substring(20),
        }) {
            assertThat(bitmasks.decode(other, null, null)).isEqualTo(bitmasks.decode(url, 2, 2));
        }
    }

    @Test
    void shouldReject_whenItIsNoMaskOfTheImage() {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        requireRejected(dataUrl(picture), 2, 3, "is a PNG of 3 x 2 px; its image has 2 x 3 px");
        BufferedImage opaque = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        requireRejected(dataUrl(opaque), 3, 2, "without transparency");
        requireRejected(dataUrl(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY)), 3, 2, "without transparency");
        requireRejected("", 3, 2, "holds no PNG");
        requireRejected("data:image/jpeg;base64,/9j/4AAQSkZJRg==", 3, 2, "holds no PNG");
        requireRejected("http://x/mask.png", 3, 2, "value.imageDataURL");
    }

    @Test
    void shouldRejectInWords_whenThePngIsDamaged() {
        BufferedImage picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(3, 3, BLACK);
        byte[] png = png(picture);
        long seed = 18;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = round < png.length ? Arrays.copyOf(png, round) : png.clone();
            for (int i = 0; i < 3 && damaged.length > 0 && round >= png.length; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(damaged);
            try {
                assertThat(new LabelStudioBitmask(1 << 16, 1 << 12).decode(url, null, null))
                        .isNotNull();
            } catch (RejectedException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", seed, round).hasSizeBetween(10, 300);
            }
        }
    }

    @Test
    void shouldRejectBeforeUnpacking_whenItClaimsToBeHuge() {
        byte[] png = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB));
        ByteBuffer.wrap(png).putInt(16, 1_000_000).putInt(20, 2_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        assertThatThrownBy(() -> bitmasks.decode(url, null, null))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MASK_TOO_LARGE))
                .hasMessageContaining("1000000 x 2000 px; at most 65536 px");
    }

    private void requireRejected(String url, int width, int height, String why) {
        assertThatThrownBy(() -> bitmasks.decode(url, width, height))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(why);
    }

    static String dataUrl(BufferedImage picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(picture));
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(picture, "png", bytes)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
