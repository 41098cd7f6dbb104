package dev.annorank.config;

import java.util.Objects;

/** A setting that nobody may see: no log, message or list of settings shows it. */
public final class Secret {
    private final String text;

    Secret(String text) {
        this.text = text;
    }

    /** The secret itself, for whoever must compare with it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
