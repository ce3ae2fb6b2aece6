// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cookie for the client to keep. Unless told otherwise it is for the whole site, hidden from scripts
 * ({@code HttpOnly}), not sent along with requests from other sites ({@code SameSite=Lax}), and forgotten when the
 * browser is closed. Each method returns a changed cookie.
 *
 * <p><b>Confinement:</b> immutable.
 */
public final class SetCookie {

    private static final String NOT_IN_NAMES = "()<>@,;:\\\"/[]?={}";

    private final String name;
    private final String value;
    private final String path;
    private final @Nullable Duration maxAge;
    private final boolean secure;
    private final boolean scripts;
    private final String sameSite;

    private SetCookie(String name, String value, String path, @Nullable Duration maxAge, Flags flags) {
        this.name = name;
        this.value = value;
        this.path = path;
        this.maxAge = maxAge;
        this.secure = flags.secure;
        this.scripts = flags.scripts;
        this.sameSite = flags.sameSite;
    }

    private record Flags(boolean secure, boolean scripts, String sameSite) {}

    /**
     * Makes a cookie.
     *
     * @param name its name
     * @param value its value
     * @return the cookie
     * @throws IllegalArgumentException if a character is not allowed there
     */
    public static SetCookie of(String name, String value) {
        check(name);
        if (!value.chars().allMatch(c -> c > ' ' && c < 127 && "\",;\\".indexOf(c) < 0)) {
            throw new IllegalArgumentException(
                    "a cookie cannot hold white space, quotes, commas, semicolons and backslashes; encode the value of "
                            + name);
        }
        return new SetCookie(name, value, "/", null, new Flags(false, false, "Lax"));
    }

    static void check(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && NOT_IN_NAMES.indexOf(c) < 0)) {
            throw new IllegalArgumentException("not the name of a cookie: " + name);
        }
    }

    private Flags flags() {
        return new Flags(secure, scripts, sameSite);
    }

    /**
     * Limits it to a part of the site.
     *
     * @param prefix the path
     * @return the changed cookie
     * @throws IllegalArgumentException if it is not a path
     */
    public SetCookie path(String prefix) {
        if (!prefix.startsWith("/") || !prefix.chars().allMatch(c -> c > ' ' && c < 127 && c != ';')) {
            throw new IllegalArgumentException("not a path for a cookie: " + prefix);
        }
        return new SetCookie(name, value, prefix, maxAge, flags());
    }

    /**
     * Says how long it is to be kept.
     *
     * @param age how long; zero deletes it
     * @return the changed cookie
     */
    public SetCookie maxAge(Duration age) {
        return new SetCookie(name, value, path, Objects.requireNonNull(age, "age"), flags());
    }

    /**
     * Says whether it may only be sent through TLS.
     *
     * @param only true if so
     * @return the changed cookie
     */
    public SetCookie secure(boolean only) {
        return new SetCookie(name, value, path, maxAge, new Flags(only, scripts, sameSite));
    }

    /**
     * Lets scripts of the page read it.
     *
     * @return the changed cookie
     */
    public SetCookie visibleToScripts() {
        return new SetCookie(name, value, path, maxAge, new Flags(secure, true, sameSite));
    }

    /**
     * Never sends it along with requests that other sites cause, links included.
     *
     * @return the changed cookie
     */
    public SetCookie sameSiteOnly() {
        return new SetCookie(name, value, path, maxAge, new Flags(secure, scripts, "Strict"));
    }

    /** {@return the value of the header {@code Set-Cookie}} */
    @Override
    public String toString() {
        var text = new StringBuilder(name)
                .append('=')
                .append(value)
                .append("; Path=")
                .append(path);
        if (maxAge != null) {
            text.append("; Max-Age=").append(maxAge.toSeconds());
        }
        if (secure) {
            text.append("; Secure");
        }
        if (!scripts) {
            text.append("; HttpOnly");
        }
        return text.append("; SameSite=").append(sameSite).toString();
    }
}
