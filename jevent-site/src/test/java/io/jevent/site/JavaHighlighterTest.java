// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaHighlighterTest {

    @Test
    void tokensHaveClassesAndTheRestIsEscaped() {
        assertThat(JavaHighlighter.html("int a = b < 1; // <b>"))
                .isEqualTo("<span class=\"hk\">int</span> a = b &lt; <span class=\"hs\">1</span>;"
                        + " <span class=\"hc\">// &lt;b&gt;</span>");
        assertThat(JavaHighlighter.html("@Nullable Queue q"))
                .isEqualTo("<span class=\"ha\">@Nullable</span> <span class=\"ht\">Queue</span> q");
    }

    @Test
    void stringsHoldWhatLooksLikeCode() {
        assertThat(JavaHighlighter.html("\"a \\\" // if\" + '\\''"))
                .isEqualTo("<span class=\"hs\">&quot;a \\&quot; // if&quot;</span> + <span class=\"hs\">'\\''</span>");
        assertThat(JavaHighlighter.html("\"\"\"\nif \"x\"\n\"\"\"; if"))
                .isEqualTo("<span class=\"hs\">&quot;&quot;&quot;\nif &quot;x&quot;\n&quot;&quot;&quot;</span>;"
                        + " <span class=\"hk\">if</span>");
    }
}
