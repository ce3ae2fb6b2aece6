// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON by Jackson 2 ({@code com.fasterxml.jackson.core:jackson-databind}).
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class JacksonCodec implements JsonCodec {

    private final ObjectMapper mapper;

    /** Creates a codec with a mapper that has Jackson's defaults and the Jackson modules on the class path. */
    public JacksonCodec() {
        this(JsonMapper.builder().findAndAddModules().build());
    }

    /**
     * Creates a codec.
     *
     * @param mapper the mapper, which the codec copies; it additionally refuses text after the value
     */
    public JacksonCodec(ObjectMapper mapper) {
        this.mapper = mapper.copy().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new JsonException("Jackson cannot write the object as JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public @Nullable Object decode(byte[] json, Type type) {
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (JsonMappingException e) {
            throw new JsonException("the JSON does not fit at " + path(e.getPath()) + at(e.getLocation()), e);
        } catch (JsonProcessingException e) {
            throw new JsonException("malformed JSON" + at(e.getLocation()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(List<JsonMappingException.Reference> path) {
        var text = new StringBuilder("$");
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() != null) {
                text.append('.').append(step.getFieldName());
            } else if (step.getIndex() >= 0) {
                text.append('[').append(step.getIndex()).append(']');
            }
        }
        return text.toString();
    }

    private static String at(@Nullable JsonLocation place) {
        return place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }
}
