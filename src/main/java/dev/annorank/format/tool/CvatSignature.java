package dev.annorank.format.tool;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** CVAT's signature of what it posts: header X-Signature-256, {@code sha256=} and the hex HMAC-SHA256 of the raw body. */
public final class CvatSignature {
    /** The header's name. */
    public static final String HEADER = "X-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    private CvatSignature() {}

    /**
     * Whether a body is signed with a secret. The time this takes tells nothing about the right signature.
     *
     * @param secret the webhook's secret, not empty
     * @param header as received; absent is wrong
     */
    public static boolean matches(String secret, byte[] body, Optional<String> header) {
        byte[] given = header.orElse("").strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(of(secret, body).getBytes(StandardCharsets.UTF_8), given);
    }

    /** The header's value for a body, for whoever plays CVAT. */
    public static String of(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
