package dev.annorank.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret that writes must show. Keeps only its hash, shows nothing of it, and takes the same time for any guess. */
public final class Token {
    /** Shorter ones can be guessed. */
    public static final int MIN_LENGTH = 16;

    private final byte[] hash;

    /**
     * A token.
     *
     * @throws IllegalArgumentException if it is shorter than {@value #MIN_LENGTH} characters or not visible ASCII
     */
    public Token(String secret) {
        if (secret.length() < MIN_LENGTH || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the token must be at least " + MIN_LENGTH + " characters of ASCII, without spaces");
        }
        hash = sha256(secret);
    }

    /** Whether a guess is right. */
    public boolean matches(String guess) {
        return MessageDigest.isEqual(hash, sha256(guess));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
