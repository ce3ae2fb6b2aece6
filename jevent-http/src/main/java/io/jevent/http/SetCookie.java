// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that a response sets, RFC 6265. By default it is for the whole site, hidden from scripts ({@code HttpOnly}),
 * not sent with requests from other sites ({@code SameSite=Lax}), and deleted when the browser is closed. Each method
 * returns a changed cookie.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
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
     * Creates a cookie.
     *
     * @param name its name
     * @param value its value
     * @return the cookie
     * @throws IllegalArgumentException if the name or the value has a character that is not allowed
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
     * Limits the cookie to a part of the site.
     *
     * @param prefix the first part of the paths for which it is sent
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
     * Sets the lifetime of the cookie.
     *
     * @param age the lifetime; zero deletes the cookie
     * @return the changed cookie
     */
    public SetCookie maxAge(Duration age) {
        return new SetCookie(name, value, path, Objects.requireNonNull(age, "age"), flags());
    }

    /**
     * Sets whether the cookie is sent over TLS only.
     *
     * @param only true if so
     * @return the changed cookie
     */
    public SetCookie secure(boolean only) {
        return new SetCookie(name, value, path, maxAge, new Flags(only, scripts, sameSite));
    }

    /**
     * Allows scripts of the page to read the cookie.
     *
     * @return the changed cookie
     */
    public SetCookie visibleToScripts() {
        return new SetCookie(name, value, path, maxAge, new Flags(secure, true, sameSite));
    }

    /**
     * Never sends the cookie with requests that other sites cause, links included ({@code SameSite=Strict}).
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
