package dev.annorank.http;

/** What {@code /metrics} answers. */
public interface MetricsSource {
    /** All meters as text. */
    String scrape();

    /** Its media type, with version and charset. */
    String contentType();
}
