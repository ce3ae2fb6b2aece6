// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

    /** RFC 9110, 12.5.1: the most specific range has precedence, then the weight counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                             | application/json",
                "*/*                                                          | application/json",
                "text/html                                                    | text/html",
                "text/*                                                       | text/html",
                "TEXT/HTML;Q=0.5                                              | text/html",
                "application/json;q=0.1, text/html;q=0.2                      | text/html",
                "application/json;q=0.5, */*;q=0.5                            | application/json",
                "application/json;q=0, */*                                    | text/html",
                "text/html;level=1;q=0.3, application/json;q=0.25             | text/html",
                "text/html;q=0.001, application/json;q=0                      | text/html",
                "*/*;q=0.9, text/html;q=0.3                                   | application/json",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html",
                "image/png                                                    |",
                "application/json;q=0, text/html;q=0.0                        |",
                "text/html;q=2                                                |",
                "text/html;q=                                                 |",
                "text/html;q=0.1234                                           |",
                "text                                                         |",
            })
    void theTypeWithTheHighestWeightIsChosen(String accept, String chosen) {
        List<String> lines = accept == null ? List.of() : List.of(accept);
        assertThat(new Negotiation(lines).choose(List.of("application/json", "text/html")))
                .isEqualTo(chosen);
    }

    @Test
    void aResponseNamesItsTypeAndWhatItDependsOn() throws IOException {
        Handler handler = (q, r) -> {
            String type = r.negotiate("text/plain", "text/html; charset=utf-8");
            r.send(type + " " + q.accepts("text/css"));
        };
        try (Site site = Site.of(handler);
                var wire = new Wire(site.port())) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAccept: text/css\r\n\r\n")
                            .readResponse())
                    .contains("Content-Type: text/html; charset=utf-8\r\n", "Vary: Accept\r\n")
                    .endsWith("text/html; charset=utf-8 true");
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n")
                            .readResponse())
                    .startsWith("HTTP/1.1 406 ")
                    .contains("Vary: Accept\r\n")
                    .endsWith("this is available as text/plain, text/html; charset=utf-8");
        }
    }
}
