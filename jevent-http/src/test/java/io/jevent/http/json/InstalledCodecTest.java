// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The codec that is found where one of the libraries is missing. */
class InstalledCodecTest {

    private static final List<Class<?>> JACKSON = List.of(JsonCreator.class, JsonParser.class, ObjectMapper.class);

    /** Returns the name of the codec that a program with these libraries has, and no others. */
    private static String codecWith(List<Class<?>> libraries) throws Exception {
        URL[] jars = Stream.concat(Stream.of(JsonCodec.class), libraries.stream())
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .distinct()
                .toArray(URL[]::new);
        // without a parent: the platform class loader knows the modules of the test
        try (var loader = new URLClassLoader(jars, null)) {
            Class<?> type = Class.forName(JsonCodec.class.getName(), true, loader);
            return type.getMethod("installed").invoke(null).getClass().getSimpleName();
        }
    }

    @Test
    void gsonAloneIsFound() throws Exception {
        assertThat(codecWith(List.of(Gson.class))).isEqualTo("GsonCodec");
    }

    @Test
    void jacksonAloneIsFound() throws Exception {
        assertThat(codecWith(JACKSON)).isEqualTo("JacksonCodec");
    }

    @Test
    void jacksonComesBeforeGson() throws Exception {
        assertThat(codecWith(
                        Stream.concat(JACKSON.stream(), Stream.of(Gson.class)).toList()))
                .isEqualTo("JacksonCodec");
    }
}
