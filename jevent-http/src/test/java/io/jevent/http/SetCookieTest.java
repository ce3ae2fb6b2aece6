// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6265bis, 4.1. */
class SetCookieTest {

    @Test
    void attributesAreWritten() {
        assertThat(SetCookie.of("a", "b")).hasToString("a=b; Path=/; HttpOnly; SameSite=Lax");
        assertThat(SetCookie.of("a", "b")
                        .domain("example.com")
                        .path("/x")
                        .maxAge(Duration.ofMinutes(1))
                        .secure(true)
                        .visibleToScripts()
                        .sameSiteOnly())
                .hasToString("a=b; Path=/x; Domain=example.com; Max-Age=60; Secure; SameSite=Strict");
    }

    @Test
    void aCookieOfOtherSitesIsSecure() {
        assertThat(SetCookie.of("a", "b").crossSite()).hasToString("a=b; Path=/; Secure; HttpOnly; SameSite=None");
        assertThat(SetCookie.of("a", "b").crossSite().partitioned())
                .hasToString("a=b; Path=/; Secure; HttpOnly; SameSite=None; Partitioned");
        assertThatThrownBy(() -> SetCookie.of("a", "secret").crossSite().secure(false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> SetCookie.of("a", "b").partitioned().secure(false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-id", "__host-id"})
    void aCookieOfTheHostIsBoundToIt(String name) {
        SetCookie cookie = SetCookie.of(name, "b");
        assertThat(cookie).hasToString(name + "=b; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThatThrownBy(() -> cookie.domain("example.com")).hasMessageContaining("for its host only");
        assertThatThrownBy(() -> cookie.path("/x")).hasMessageContaining("whole site");
        assertThatThrownBy(() -> cookie.secure(false)).hasMessageContaining("TLS only");
    }

    @Test
    void aSecureNameAllowsADomain() {
        assertThat(SetCookie.of("__Secure-id", "b").domain("example.com").path("/x"))
                .hasToString("__Secure-id=b; Path=/x; Domain=example.com; Secure; HttpOnly; SameSite=Lax");
        assertThatThrownBy(() -> SetCookie.of("__Secure-id", "b").secure(false)).hasMessageContaining("TLS only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a;b", "a b", "a,b", "\u00e9.example"})
    void aDomainIsAName(String domain) {
        assertThatThrownBy(() -> SetCookie.of("a", "b").domain(domain)).isInstanceOf(IllegalArgumentException.class);
    }
}
