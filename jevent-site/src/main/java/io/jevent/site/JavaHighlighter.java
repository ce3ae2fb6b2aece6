// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns Java code into HTML with a class for each kind of token. */
final class JavaHighlighter {

    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>//[^\\n]*|/\\*.*?\\*/)\
            |(?<string>\"""\\n.*?\"""|"(?:\\\\.|[^"\\\\\\n])*"|'(?:\\\\.|[^'\\\\\\n])+')\
            |(?<annotation>@[A-Za-z][\\w.]*)\
            |(?<number>\\b\\d[\\w.]*)\
            |(?<word>\\b[A-Za-z_]\\w*)""", Pattern.DOTALL);

    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class continue default do double else enum extends final"
                            + " finally float for if implements import instanceof int interface long module new null package"
                            + " permits private protected public record requires return sealed short static super switch"
                            + " synchronized this throw throws transient true false try var void volatile while yield")
                    .split(" "));

    private JavaHighlighter() {}

    static String html(String code) {
        var html = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        int end = 0;
        while (token.find()) {
            html.append(Html.escape(code.substring(end, token.start())));
            String kind = kindOf(token);
            String text = Html.escape(token.group());
            html.append(kind.isEmpty() ? text : "<span class=\"" + kind + "\">" + text + "</span>");
            end = token.end();
        }
        return html.append(Html.escape(code.substring(end))).toString();
    }

    private static String kindOf(Matcher token) {
        if (token.group("comment") != null) {
            return "hc";
        }
        if (token.group("string") != null || token.group("number") != null) {
            return "hs";
        }
        if (token.group("annotation") != null) {
            return "ha";
        }
        String word = token.group("word");
        if (KEYWORDS.contains(word)) {
            return "hk";
        }
        return Character.isUpperCase(word.charAt(0)) ? "ht" : "";
    }
}
