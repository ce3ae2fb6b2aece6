// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON by Gson ({@code com.google.code.gson:gson}).
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class GsonCodec implements JsonCodec {

    private final Gson gson;

    /** Creates a codec with Gson's defaults, except that it accepts strict JSON only. */
    public GsonCodec() {
        this(new Gson());
    }

    /**
     * Creates a codec.
     *
     * @param gson the instance, of which the codec uses a variant that accepts strict JSON only
     */
    public GsonCodec(Gson gson) {
        GsonBuilder builder = gson.newBuilder().setStrictness(Strictness.STRICT);
        this.gson = builder.create();
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        try {
            return gson.toJson(value).getBytes(StandardCharsets.UTF_8);
        } catch (JsonIOException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new JsonException("Gson cannot write the object as JSON: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Object decode(byte[] json, Type type) {
        if (json.length == 0) {
            throw new JsonException("malformed JSON: there is no value", null); // which Gson reads as null
        }
        JsonReader reader = gson.newJsonReader(new InputStreamReader(
                new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder())); // reports malformed input
        try {
            Object value = gson.fromJson(reader, type);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("text after the value");
            }
            return value;
        } catch (JsonParseException | NumberFormatException | IOException e) {
            throw new JsonException(reason(e) + " at " + reader.getPath(), e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof IOException || e.getCause() == null ? e : e.getCause();
        if (cause instanceof CharacterCodingException) {
            return "malformed JSON: it is not UTF-8";
        }
        return cause instanceof MalformedJsonException || cause instanceof EOFException
                ? "malformed JSON"
                : "the JSON does not fit";
    }
}
