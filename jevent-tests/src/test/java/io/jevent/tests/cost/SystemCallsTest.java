// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which system calls the thread of a hub makes from one request to the next, when a client sends one after the other:
 * these are what most of the time of a small request goes to. {@code strace} writes them down. For a connection for
 * each request Netty's server makes the same calls: it reads two options of each socket, looks whether another
 * connection has come, and tells epoll about a socket before it asks for its input. A socket of the JDK asks for input
 * before it waits.
 */
class SystemCallsTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void needsStrace() {
        SystemCalls.require();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ECHO        | recvfrom | sendto epoll_wait recvfrom
                    HTTP        | recvfrom | sendto epoll_wait recvfrom
                    JDK_ECHO    | write    | read epoll_ctl epoll_wait read write
                    CONNECTIONS | close    | epoll_wait accept4 setsockopt getsockopt accept4 epoll_ctl epoll_ctl \
                    epoll_wait recvfrom sendto getsockopt close
                    """)
    void ofARequest(Cost cost, String last, String calls) throws Exception {
        Path log = folder.resolve(cost.name());
        var program = new OwnJvm(Cost.class, cost.name())
                .by("strace", "-f", "--seccomp-bpf", "-e", "trace=" + SystemCalls.TRACED, "-o", log.toString());
        assertThat(program.run()).isNotBlank();
        assertThat(SystemCalls.mostOften(log, last)).isEqualTo(calls);
    }
}
