package dev.annorank.config;

import java.util.List;

/** Settings cannot be used. Each problem names key, value, where the value came from, and what is right. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Not part of the serialized form: exceptions here are shown, not sent.
    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence a problem, in the order of the settings; never empty. */
    public List<String> problems() {
        return problems;
    }
}
