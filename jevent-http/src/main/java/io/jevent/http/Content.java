// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.http.json.JsonCodec;
import io.jevent.http.json.JsonException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of a request's content. */
final class Content {

    private Content() {}

    /** Reads an object from JSON. */
    @FunctionalInterface
    interface Decoding<T extends @Nullable Object> {

        T decode(JsonCodec codec) throws IOException;
    }

    /** Reads the body as JSON; the response to another type is 415, and 400 to JSON that does not fit. */
    static <T extends @Nullable Object> T json(Request request, Decoding<T> decoding) throws IOException {
        JsonCodec codec = request.codec();
        if (!MediaTypes.isJson(request.header("Content-Type").orElse(""))
                || request.header("Content-Encoding").isPresent()) {
            throw new HttpException(415, "the body must be JSON, with Content-Type: " + MediaTypes.JSON)
                    .header("Accept", MediaTypes.JSON);
        }
        try {
            return decoding.decode(codec);
        } catch (JsonException e) {
            var refusal = new HttpException(400, String.valueOf(e.getMessage()));
            refusal.initCause(e);
            throw refusal;
        }
    }

    static void requireType(Request request, String... types) {
        String type = MediaTypes.nameOf(request.header("Content-Type").orElse(""));
        if (!List.of(types).contains(type) || request.header("Content-Encoding").isPresent()) {
            String known = String.join(", ", types);
            throw new HttpException(415, "the body must have the Content-Type " + known).header("Accept", known);
        }
    }

    static void requireAtMost(long bytes, @Nullable String length) {
        if (length != null && Long.parseLong(length) > bytes) { // the decoder has checked it
            throw new HttpException(413, "the body is larger than " + bytes + " bytes");
        }
    }

    /** Returns an action that runs two, the second one even if the first one fails. */
    static Runnable both(Runnable first, Runnable second) {
        return () -> {
            try {
                first.run();
            } finally {
                second.run();
            }
        };
    }
}
