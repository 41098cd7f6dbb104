package dev.annorank.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** The one configuration of Jackson's streaming parser and generator. */
public final class Json {
    /** Objects and arrays may be nested this deep; an event needs 5 levels. */
    public static final int MAX_DEPTH = 200;

    /** A number may have this many characters; a double needs 25. */
    public static final int MAX_NUMBER_LENGTH = 1000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // The names of unknown fields are the sender's choice and must not fill the JVM's table of strings.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            // Four bytes a character instead of twelve.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Python writes NaN into fields nobody needs; where a number is needed, the reader names field and value.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(40).build())
            .build();

    private Json() {}

    /** A parser of UTF-8 bytes; the caller has made sure that they are UTF-8. */
    public static JsonParser parser(byte[] text) throws IOException {
        return parser(text, 0);
    }

    /** A parser of the bytes from {@code start} on, which the caller has made sure are UTF-8. */
    public static JsonParser parser(byte[] text, int start) throws IOException {
        return FACTORY.createParser(text, start, text.length - start);
    }

    /** A parser of a stream, which it closes with itself. */
    public static JsonParser parser(InputStream text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** A generator of compact JSON; a double is written in the shortest form that reads back as the same double. */
    public static JsonGenerator generator(OutputStream text) throws IOException {
        return FACTORY.createGenerator(text);
    }

    /**
     * Moves a parser that stands somewhere inside a value to the last token of that value.
     *
     * @param context the context of the object or array that holds the value
     */
    public static void skipToEndOfValue(JsonParser parser, JsonStreamContext context) throws IOException {
        while (parser.getParsingContext() != context) {
            nextToken(parser);
        }
    }

    /** The next token, where there must be one: the parser itself reports text that ends too early. */
    static JsonToken nextToken(JsonParser parser) throws IOException {
        return Objects.requireNonNull(parser.nextToken());
    }
}
