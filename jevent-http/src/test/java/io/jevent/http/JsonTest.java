// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.reflect.TypeToken;
import io.jevent.http.json.GsonCodec;
import io.jevent.http.json.JacksonCodec;
import io.jevent.http.json.JsonCodec;
import io.jevent.http.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {

    /** An object. */
    public record Order(String item, int count) {}

    static Stream<JsonCodec> codecs() {
        return Stream.of(new JacksonCodec(), new GsonCodec());
    }

    private static Site site(JsonCodec codec) {
        return Site.of(
                new Routes()
                        .post("/orders", (q, r) -> {
                            Order order = q.json(Order.class);
                            r.status(201).json(Map.of("ordered", order.count() + " " + order.item()));
                        })
                        .post("/many", (q, r) -> {
                            Object many = q.json(new TypeToken<List<Order>>() {}.getType());
                            r.json(many);
                        })
                        .get(
                                "/null",
                                (q, r) -> r.type("application/problem+json").json(null)),
                HttpOptions.DEFAULTS.json(codec));
    }

    private static String post(Site site, String path, String type, String body) throws IOException {
        try (var wire = new Wire(site.port())) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            wire.send("POST " + path + " HTTP/1.1\r\nHost: x\r\n"
                    + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                    + "Content-Length: " + bytes.length + "\r\nConnection: close\r\n\r\n"
                    + new String(bytes, StandardCharsets.ISO_8859_1));
            return wire.readAll();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void objectsAreReadAndSent(JsonCodec codec) throws IOException {
        try (Site site = site(codec)) {
            assertThat(post(site, "/orders", "application/json; charset=UTF-8", "{\"item\": \"tea\", \"count\": 2}"))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("Content-Type: application/json\r\n")
                    .endsWith("\r\n\r\n{\"ordered\":\"2 tea\"}");
            assertThat(post(site, "/many", "application/vnd.shop+json", "[{\"item\":\"a\",\"count\":1}]"))
                    .endsWith("\r\n\r\n[{\"item\":\"a\",\"count\":1}]");
            try (var wire = new Wire(site.port())) {
                assertThat(wire.send("GET /null HTTP/1.1\r\nHost: x\r\n\r\n").readResponse())
                        .contains("Content-Type: application/problem+json\r\n")
                        .endsWith("\r\n\r\nnull");
            }
            assertThat(site.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aBodyThatDoesNotFitIsRefusedWithItsPlace(JsonCodec codec) throws IOException {
        try (Site site = site(codec)) {
            for (String body : List.of(
                    "",
                    "{",
                    "{\"item\": tea}",
                    "{\"item\": \"tea\"} x",
                    "null",
                    "[1",
                    "{\"count\": \"many\"}",
                    "[]",
                    "nul")) {
                assertThat(post(site, "/orders", "application/json", body))
                        .as(body)
                        .startsWith("HTTP/1.1 400 ")
                        .contains("JSON")
                        .doesNotContain("io.jevent", "java.lang", "fasterxml", "gson");
            }
            assertThat(post(site, "/orders", "application/json", "{\"item\": \"tea\", \"count\": \"many\"}"))
                    .contains("the JSON does not fit")
                    .contains("$.count");
            assertThat(site.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void deepNestingIsRefused(JsonCodec codec) {
        byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> codec.decode(deep, Object.class)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void bytesThatAreNotUtf8AreRefused(JsonCodec codec) {
        byte[] bytes = {'"', (byte) 0xc3, '"'};
        assertThatThrownBy(() -> codec.decode(bytes, String.class)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain",
        "''",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "text/json",
        "application/jsonx"
    })
    void otherTypesAreRefused(String type) throws IOException {
        try (Site site = site(new JacksonCodec())) {
            assertThat(post(site, "/orders", type, "{\"item\": \"tea\", \"count\": 2}"))
                    .startsWith("HTTP/1.1 415 ")
                    .contains("Accept: application/json\r\n");
        }
    }

    @Test
    void anObjectThatCannotBeWrittenIsAFailureOfTheHandler() throws IOException {
        var loop = new Object[1];
        loop[0] = loop;
        try (Site site = Site.of((q, r) -> r.json(loop), HttpOptions.DEFAULTS.json(new JacksonCodec()));
                var wire = new Wire(site.port())) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readResponse())
                    .startsWith("HTTP/1.1 500 ");
            assertThat(site.failures).hasSize(1).first().isInstanceOf(JsonException.class);
        }
    }

    @Test
    void theInstalledCodecIsJacksonsIfBothArePresent() {
        assertThat(JsonCodec.installed()).isInstanceOf(JacksonCodec.class).isSameAs(JsonCodec.installed());
    }

    @Test
    void aMapperOfTheProgramIsNotChanged() {
        var mapper = new ObjectMapper();
        var codec = new JacksonCodec(mapper);
        assertThatThrownBy(() -> codec.decode("1 2".getBytes(StandardCharsets.UTF_8), int.class))
                .isInstanceOf(JsonException.class);
        assertThat(mapper.isEnabled(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
                .isFalse();
    }
}
