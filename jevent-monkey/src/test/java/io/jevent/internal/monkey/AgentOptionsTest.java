// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.Patch;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTest {

    @Test
    void theOrderDoesNotMatter() {
        Set<Patch> expected = EnumSet.copyOf(Monkey.ALL);
        expected.remove(Patch.FILES);
        var one = AgentOptions.parse("all,no-files,report");
        assertThat(one).isEqualTo(new AgentOptions(expected, Set.of(), true));
        assertThat(AgentOptions.parse("report, no-files , all")).isEqualTo(one);
    }

    @Test
    void packagesAreCollected() {
        var options = AgentOptions.parse("socket,thread=com.example,thread=*");
        assertThat(options.patches()).containsExactlyInAnyOrder(Patch.SOCKET, Patch.THREAD);
        assertThat(options.packages()).containsExactly("com.example", "*");
        assertThat(AgentOptions.parse("dns,thread=com.example,no-thread").packages())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    sockets           | cannot patch 'sockets'; there are socket, dns, select, time, thread, files, subprocess, stdin, simulation, all, no-NAME and report
                    all,              | cannot patch ''; there are socket
                    no-all            | cannot patch 'no-all'
                    SOCKET            | cannot patch 'SOCKET'
                    thread            | thread needs the packages whose threads become greenlets: thread=com.example
                    thread=           | '' is no package whose threads could become greenlets; name one as in com.example, or '*' for all
                    thread=com..x     | 'com..x' is no package
                    thread=com/x      | 'com/x' is no package
                    thread=1com       | '1com' is no package
                    """)
    void whatIsNotUnderstoodIsRefused(String options, String words) {
        assertThatThrownBy(() -> AgentOptions.parse(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThatThrownBy(() -> Monkey.patch(options)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Patcher.ifThere()).as("the agent was not even loaded").isNull();
    }

    @Test
    void packagesContainThoseBelowThem() {
        assertThat(ThreadPackages.contain(Set.of("com.example"), "com/example/A"))
                .isTrue();
        assertThat(ThreadPackages.contain(Set.of("com.example"), "com/example/deep/A"))
                .isTrue();
        assertThat(ThreadPackages.contain(Set.of("com.example"), "com/examples/A"))
                .isFalse();
        assertThat(ThreadPackages.contain(Set.of("com.example"), "A")).isFalse();
        assertThat(ThreadPackages.contain(Set.of("*"), "A")).isTrue();
    }
}
