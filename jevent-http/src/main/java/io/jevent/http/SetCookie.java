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
public final class SetCookie implements Cloneable {

    private static final String NOT_IN_NAMES = "()<>@,;:\\\"/[]?={}";

    private static final String HOST = "__Host-";
    private static final String SECURE = "__Secure-";

    private final String name;
    private final String value;
    private String path = "/";
    private @Nullable String domain;
    private @Nullable Duration maxAge;
    private boolean secure;
    private boolean scripts;
    private boolean partitioned;
    private String sameSite = "Lax";

    private SetCookie(String name, String value) {
        this.name = name;
        this.value = value;
        secure = needsSecure(name);
    }

    /** Returns a copy for a method that changes it, since {@link #clone} copies every field. */
    private SetCookie copy() {
        try {
            return (SetCookie) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns whether browsers accept a cookie of this name over TLS only. */
    static boolean needsSecure(String name) {
        return isPrefix(HOST, name) || isPrefix(SECURE, name);
    }

    /** Browsers compare the prefixes without case. */
    private static boolean isPrefix(String prefix, String name) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /**
     * Creates a cookie. A name with the prefix {@code __Secure-} makes it {@link #secure}. One with {@code __Host-}
     * also binds it to this host and the whole site, so that no other host of the domain can plant it.
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
        return new SetCookie(name, value);
    }

    static void check(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && NOT_IN_NAMES.indexOf(c) < 0)) {
            throw new IllegalArgumentException("not the name of a cookie: " + name);
        }
    }

    /**
     * Limits the cookie to a part of the site.
     *
     * @param prefix the first part of the paths for which it is sent
     * @return the changed cookie
     * @throws IllegalArgumentException if it is not a path, or the name begins with {@code __Host-}
     */
    public SetCookie path(String prefix) {
        if (isPrefix(HOST, name) && !prefix.equals("/")) {
            throw new IllegalArgumentException("a cookie " + name + " is for the whole site (RFC 6265bis, 4.1.3.2):"
                    + " leave the path out, or use the prefix " + SECURE);
        }
        if (!prefix.startsWith("/") || !prefix.chars().allMatch(c -> c > ' ' && c < 127 && c != ';')) {
            throw new IllegalArgumentException("not a path for a cookie: " + prefix);
        }
        SetCookie changed = copy();
        changed.path = prefix;
        return changed;
    }

    /**
     * Sends the cookie to all hosts of a domain as well. By default it is sent to this host only.
     *
     * @param name the domain, for example {@code example.com}
     * @return the changed cookie
     * @throws IllegalArgumentException if it is not a domain, or the cookie's name begins with {@code __Host-}
     */
    public SetCookie domain(String name) {
        if (isPrefix(HOST, this.name)) {
            throw new IllegalArgumentException("a cookie " + this.name + " is for its host only (RFC 6265bis, 4.1.3.2):"
                    + " leave the domain out, or use the prefix " + SECURE);
        }
        if (name.isEmpty()
                || !name.chars().allMatch(c -> c == '.' || c == '-' || (Character.isLetterOrDigit(c) && c < 127))) {
            throw new IllegalArgumentException("not a domain for a cookie: " + name);
        }
        SetCookie changed = copy();
        changed.domain = name;
        return changed;
    }

    /**
     * Sets the lifetime of the cookie.
     *
     * @param age the lifetime; zero deletes the cookie
     * @return the changed cookie
     */
    public SetCookie maxAge(Duration age) {
        SetCookie changed = copy();
        changed.maxAge = Objects.requireNonNull(age, "age");
        return changed;
    }

    /**
     * Sets whether the cookie is sent over TLS only.
     *
     * @param only true if so
     * @return the changed cookie
     * @throws IllegalArgumentException for false, if the cookie's name, {@link #crossSite} or {@link #partitioned}
     *     requires TLS
     */
    public SetCookie secure(boolean only) {
        if (!only && (needsSecure(name) || partitioned || sameSite.equals("None"))) {
            throw new IllegalArgumentException(
                    "browsers accept this cookie over TLS only, so it must be secure: " + name);
        }
        SetCookie changed = copy();
        changed.secure = only;
        return changed;
    }

    /**
     * Allows scripts of the page to read the cookie.
     *
     * @return the changed cookie
     */
    public SetCookie visibleToScripts() {
        SetCookie changed = copy();
        changed.scripts = true;
        return changed;
    }

    /**
     * Never sends the cookie with requests that other sites cause, links included ({@code SameSite=Strict}).
     *
     * @return the changed cookie
     */
    public SetCookie sameSiteOnly() {
        SetCookie changed = copy();
        changed.sameSite = "Strict";
        return changed;
    }

    /**
     * Also sends the cookie with requests that other sites cause ({@code SameSite=None}), over TLS only: for a service
     * that other sites embed. Protect what such a request can change, see {@code io.jevent.http.security.Csrf}.
     *
     * @return the changed cookie, which is {@link #secure}
     */
    public SetCookie crossSite() {
        SetCookie changed = copy();
        changed.sameSite = "None";
        changed.secure = true;
        return changed;
    }

    /**
     * Keeps a separate cookie for each site that embeds this one ({@code Partitioned}), over TLS only.
     *
     * @return the changed cookie, which is {@link #secure}
     */
    public SetCookie partitioned() {
        SetCookie changed = copy();
        changed.partitioned = true;
        changed.secure = true;
        return changed;
    }

    /** {@return the value of the header {@code Set-Cookie}} */
    @Override
    public String toString() {
        var text = new StringBuilder(name)
                .append('=')
                .append(value)
                .append("; Path=")
                .append(path);
        if (domain != null) {
            text.append("; Domain=").append(domain);
        }
        if (maxAge != null) {
            text.append("; Max-Age=").append(maxAge.toSeconds());
        }
        if (secure) {
            text.append("; Secure");
        }
        if (!scripts) {
            text.append("; HttpOnly");
        }
        return text.append("; SameSite=")
                .append(sameSite)
                .append(partitioned ? "; Partitioned" : "")
                .toString();
    }
}
