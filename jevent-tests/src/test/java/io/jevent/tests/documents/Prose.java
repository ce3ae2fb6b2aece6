// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import java.util.regex.Pattern;

/**
 * Extracts the sentences of a source: its comments or, in Markdown, its text without code. Line numbers are kept. A
 * form feed stands where a block comment begins.
 */
final class Prose {

    private static final Pattern MARKDOWN_CODE = Pattern.compile(
            "^```.*?^```$|^#.*?$|<!--.*?-->|`[^`]*`|(?<=])\\([^)]*\\)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern TOKEN = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|(?<comment>//[^\n]*|/\\*.*?\\*/)|[^\n]",
            Pattern.DOTALL);
    private static final Pattern COMMENT_MARK =
            Pattern.compile("^[ \t]*(?:/\\*\\*?|//|\\*/?)[ \t]*(?:<p>)?|\\*/", Pattern.MULTILINE);
    private static final Pattern JAVADOC_CODE =
            Pattern.compile("\\{@(?:code|link|linkplain|literal|snippet)\\s(?:[^{}]|\\{[^{}]*})*}");

    private Prose() {}

    static String ofMarkdown(String text) {
        return blank(MARKDOWN_CODE, text);
    }

    static String ofJava(String source) {
        String comments = TOKEN.matcher(source)
                .replaceAll(token -> token.group(1) == null
                        ? lines(token.group())
                        : (token.group(1).startsWith("/*") ? "\f" : "")
                                + COMMENT_MARK
                                        .matcher(token.group(1))
                                        .replaceAll("")
                                        .replace("\\", "\\\\")
                                        .replace("$", "\\$"));
        return blank(JAVADOC_CODE, comments);
    }

    /** Replaces code by a placeholder, so that the sentence around it stays one. */
    private static String blank(Pattern code, String text) {
        return code.matcher(text)
                .replaceAll(match -> match.group().startsWith("#") ? "" : "~" + lines(match.group()) + "~");
    }

    private static String lines(String text) {
        return "\n".repeat((int) text.chars().filter(c -> c == '\n').count());
    }
}
