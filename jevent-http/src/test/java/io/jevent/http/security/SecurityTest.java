// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.HttpOptions;
import io.jevent.http.Routes;
import io.jevent.http.Sessions;
import io.jevent.http.Site;
import io.jevent.http.TrustedProxies;
import io.jevent.http.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {

    private static final Handler WHO = (q, r) -> r.send("user " + q.user().orElse("-"));

    private static Site site(Filter... filters) {
        var routes = new Routes().any("/{path...}", WHO).get("/fail", (q, r) -> {
            throw new HttpException(418);
        });
        for (Filter filter : filters) {
            routes.filter(filter);
        }
        return Site.of(routes);
    }

    private static String ask(Site site, String method, String path, String... headers) throws IOException {
        try (var wire = new Wire(site.port())) {
            var text =
                    new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: own.example\r\nConnection: close\r\n");
            for (String header : headers) {
                text.append(header).append("\r\n");
            }
            return wire.send(text + "\r\n").readAll();
        }
    }

    private static String basic(String credentials) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void basicAuthLetsInThoseWithThePassword() throws IOException {
        try (Site site = site(BasicAuth.of("files", Map.of("ann", "caf\u00e9:1", "bob", "")))) {
            assertThat(ask(site, "GET", "/", basic("ann:caf\u00e9:1"))).endsWith("user ann");
            assertThat(ask(site, "GET", "/", basic("ann:caf\u00e9:1").replace("Basic", "bASIC")))
                    .endsWith("user ann");
            assertThat(ask(site, "GET", "/", basic("bob:"))).endsWith("user bob");
            List<String> wrong = List.of(
                    "X: y",
                    basic("ann:x"),
                    basic("ann:"),
                    basic("eve:"),
                    basic("ann"),
                    basic(""),
                    "Authorization: Basic ?",
                    "Authorization: Bearer x",
                    "Authorization: Basic");
            for (String each : wrong) {
                assertThat(ask(site, "GET", "/", each))
                        .as(each)
                        .startsWith("HTTP/1.1 401 ")
                        .contains("WWW-Authenticate: Basic realm=\"files\", charset=\"UTF-8\"\r\n");
            }
            assertThat(ask(site, "GET", "/", basic("ann:caf\u00e9:1"), basic("eve:x")))
                    .contains(" 401 ");
            assertThat(site.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\", "\u00e9", "a\nb"})
    void aRealmIsPlainText(String realm) {
        assertThatThrownBy(() -> new BasicAuth(realm, (name, password) -> true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BearerAuth.of(realm, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bearerAuthLetsInThoseWithAToken() throws IOException {
        try (Site site = site(BearerAuth.of("api", Map.of("t0ken", "billing")))) {
            assertThat(ask(site, "GET", "/", "Authorization: Bearer t0ken")).endsWith("user billing");
            assertThat(ask(site, "GET", "/", "Authorization: bearer t0ken")).endsWith("user billing");
            assertThat(ask(site, "GET", "/"))
                    .contains(" 401 ", "WWW-Authenticate: Bearer realm=\"api\"\r\n")
                    .doesNotContain("invalid_token");
            assertThat(ask(site, "GET", "/", "Authorization: Bearer other"))
                    .contains(" 401 ", "WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\"\r\n");
        }
    }

    @Test
    void securityHeadersAreOnEveryResponse() throws IOException {
        SecurityHeaders headers = SecurityHeaders.DEFAULTS
                .contentPolicy("default-src 'self'")
                .with("x-frame-options", "")
                .onlyHttps(Duration.ofDays(1), true);
        var routes = new Routes()
                .get("/", (q, r) -> r.header("Referrer-Policy", "no-referrer").send("x"))
                .filter(headers);
        try (Site site = Site.of(routes, HttpOptions.DEFAULTS.proxies(TrustedProxies.of("127.0.0.1")))) {
            assertThat(ask(site, "GET", "/"))
                    .contains(
                            "X-Content-Type-Options: nosniff\r\n",
                            "Referrer-Policy: no-referrer\r\n",
                            "Content-Security-Policy: default-src 'self'\r\n",
                            "Cross-Origin-Opener-Policy: same-origin\r\n")
                    .doesNotContain("X-Frame-Options", "x-frame-options", "Strict-Transport", "strict-origin");
            assertThat(ask(site, "GET", "/none", "X-Forwarded-Proto: https"))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("nosniff", "Strict-Transport-Security: max-age=86400; includeSubDomains\r\n");
        }
    }

    @Test
    void scriptsOfOriginsThatAreAllowedSeeTheResponse() throws IOException {
        Cors cors = Cors.allow("https://app.example", "http://localhost:3000")
                .methods("GET", "PUT")
                .headers("Content-Type", "X-Id")
                .expose("X-Total")
                .credentials()
                .age(Duration.ofMinutes(5));
        try (Site site = site(cors)) {
            assertThat(ask(site, "GET", "/", "Origin: https://app.example"))
                    .contains(
                            "Access-Control-Allow-Origin: https://app.example\r\n",
                            "Access-Control-Allow-Credentials: true\r\n",
                            "Access-Control-Expose-Headers: X-Total\r\n",
                            "Vary: Origin\r\n")
                    .endsWith("user -");
            assertThat(ask(site, "GET", "/fail", "Origin: http://localhost:3000"))
                    .startsWith("HTTP/1.1 418 ")
                    .contains("Access-Control-Allow-Origin: http://localhost:3000\r\n");
            for (String other :
                    List.of("https://app.example.evil", "https://app.example:444", "null", "http://app.example")) {
                assertThat(ask(site, "GET", "/", "Origin: " + other))
                        .contains("Vary: Origin\r\n")
                        .doesNotContain("Access-Control");
                assertThat(ask(site, "OPTIONS", "/", "Origin: " + other, "Access-Control-Request-Method: PUT"))
                        .startsWith("HTTP/1.1 403 ")
                        .doesNotContain("Access-Control-Allow");
            }
            assertThat(ask(site, "GET", "/")).contains("Vary: Origin\r\n").doesNotContain("Access-Control");
            assertThat(ask(site, "OPTIONS", "/", "Origin: https://app.example", "Access-Control-Request-Method: PUT"))
                    .startsWith("HTTP/1.1 204 ")
                    .contains(
                            "Access-Control-Allow-Origin: https://app.example\r\n",
                            "Access-Control-Allow-Methods: GET, PUT\r\n",
                            "Access-Control-Allow-Headers: Content-Type, X-Id\r\n",
                            "Access-Control-Max-Age: 300\r\n")
                    .doesNotContain("Expose");
            assertThat(ask(site, "OPTIONS", "/", "Origin: https://app.example")).endsWith("user -");
        }
    }

    @Test
    void allOriginsAreAllowedWithoutCookiesOnly() throws IOException {
        try (Site site = site(Cors.allowAll())) {
            assertThat(ask(site, "GET", "/", "Origin: https://any.example"))
                    .contains("Access-Control-Allow-Origin: *\r\n")
                    .doesNotContain("Credentials", "Vary");
        }
        assertThatThrownBy(() -> Cors.allowAll().credentials()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example", "https://app.example/", "https://*.example", "*", "://x"})
    void anOriginIsNoUri(String origin) {
        assertThatThrownBy(() -> Cors.allow(origin)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String cookie(String response) {
        int at = response.indexOf("Set-Cookie: ") + 12;
        return "Cookie: " + response.substring(at, response.indexOf(';', at));
    }

    private static String form(Site site, String cookie, String body, String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.add(cookie);
        all.add("Content-Type: application/x-www-form-urlencoded");
        all.add("Content-Length: " + body.length());
        try (var wire = new Wire(site.port())) {
            return wire.send("POST /do HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + String.join("\r\n", all)
                            + "\r\n\r\n" + body)
                    .readAll();
        }
    }

    @Test
    void anUnsafeRequestNeedsTheTokenOfItsSession() throws IOException {
        var routes = new Routes()
                .get("/page", (q, r) -> r.send(Csrf.token(q) + " " + Csrf.token(q)))
                .post("/do", (q, r) -> r.send("done " + q.form().first("x").orElse("-")))
                .filter(Sessions.inMemory())
                .filter(new Csrf());
        try (Site site = Site.of(routes)) {
            String page = ask(site, "GET", "/page");
            String[] tokens = page.substring(page.indexOf("\r\n\r\n") + 4).split(" ");
            assertThat(new HashSet<>(List.of(tokens))).as("masked").hasSize(2);
            String session = cookie(page);
            String other = cookie(ask(site, "GET", "/page"));
            for (String token : tokens) {
                assertThat(form(site, session, "x=1&csrf=" + token)).endsWith("done 1");
                assertThat(form(site, session, "x=2", "X-CSRF-Token: " + token)).endsWith("done 2");
                assertThat(form(site, other, "csrf=" + token)).startsWith("HTTP/1.1 403 ");
                assertThat(form(site, "A: b", "csrf=" + token)).startsWith("HTTP/1.1 403 ");
            }
            String changed = (tokens[0].charAt(0) == 'A' ? "B" : "A") + tokens[0].substring(1);
            for (String wrong : List.of("", "x=1", "csrf=", "csrf=%00", "csrf=" + changed, "csrf=" + "A".repeat(86))) {
                assertThat(form(site, session, wrong)).as(wrong).startsWith("HTTP/1.1 403 ");
            }
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void theRateOfAClientIsLimited() throws IOException {
        var proxies = HttpOptions.DEFAULTS.proxies(TrustedProxies.of("127.0.0.1"));
        RateLimit limit = RateLimit.of(3, Duration.ofHours(3)).remember(2);
        try (Site site = Site.of(new Routes().get("/", WHO).filter(limit), proxies)) {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(site, "GET", "/", "X-Forwarded-For: 192.0.2.1")).startsWith("HTTP/1.1 200 ");
            }
            assertThat(ask(site, "GET", "/", "X-Forwarded-For: 192.0.2.1"))
                    .startsWith("HTTP/1.1 429 ")
                    .containsPattern("Retry-After: (3600|35[0-9]{2})\r\n");
            assertThat(ask(site, "GET", "/", "X-Forwarded-For: 2001:db8::1")).startsWith("HTTP/1.1 200 ");
            assertThat(ask(site, "GET", "/", "X-Forwarded-For: 2001:db8::2")).startsWith("HTTP/1.1 200 ");
            assertThat(ask(site, "GET", "/", "X-Forwarded-For: 2001:db8::3")).startsWith("HTTP/1.1 200 ");
            assertThat(ask(site, "GET", "/", "X-Forwarded-For: 2001:db8::4")).startsWith("HTTP/1.1 429 ");
            assertThat(ask(site, "GET", "/", "X-Forwarded-For: 192.0.2.3")).startsWith("HTTP/1.1 200 ");
            assertThat(limit.size()).isEqualTo(2);
        }
    }

    @Test
    void aRateIsPositive() {
        assertThatThrownBy(() -> RateLimit.of(0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateLimit.of(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateLimit.of(1, Duration.ofSeconds(1)).remember(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
