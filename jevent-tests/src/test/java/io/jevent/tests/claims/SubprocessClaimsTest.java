// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.ipc.ChildProcess;
import io.jevent.ipc.Codec;
import io.jevent.ipc.MessagePipe;
import io.jevent.ipc.ProcessMain;
import io.jevent.select.Select;
import io.jevent.subprocess.Popen;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Subprocesses, and messages between processes. */
class SubprocessClaimsTest {

    /** Tells how many greenlets it has, and then sends everything back. */
    public static final class Echo implements ProcessMain<String> {

        /** Called in both processes. */
        public Echo() {
            super();
        }

        @Override
        public Codec<String> codec() {
            return Codec.text();
        }

        @Override
        public void run(MessagePipe<String> parent, List<String> args) throws IOException {
            parent.put(Integer.toString(Hub.current().greenletCount()));
            try {
                while (true) {
                    parent.put(parent.get());
                }
            } catch (EOFException _) {
                return;
            }
        }
    }

    @Test
    @DisplayName("B1: greenlets go on while others wait for subprocesses, for many at a time")
    void waitingForSubprocessesIsCooperative() throws Exception {
        VirtualTime.run(_ -> {
            var children = new ArrayList<Popen>();
            var waiting = new ArrayList<Greenlet<String>>();
            for (int i = 0; i < 5; i++) {
                Popen child = Popen.shell("read go; echo child $1 $go", Integer.toString(i))
                        .stdin(PIPE)
                        .stdout(PIPE)
                        .start();
                children.add(child);
                waiting.add(Jevent.spawn(() -> child.stdout().readLine().orElseThrow()));
            }
            int ticks = 0;
            while (ticks < 100) {
                ticks++;
                Jevent.sleep();
            }
            assertThat(waiting).noneMatch(Greenlet::isReady);
            for (Popen child : children.reversed()) { // if they were waited for one by one, this would never be reached
                child.stdin().write(("after " + ticks + " ticks\n").getBytes(UTF_8));
                child.stdin().close();
            }
            assertThat(waiting.stream().map(Greenlet::result))
                    .containsExactly(
                            "child 0 after 100 ticks",
                            "child 1 after 100 ticks",
                            "child 2 after 100 ticks",
                            "child 3 after 100 ticks",
                            "child 4 after 100 ticks");
            for (Popen child : children) {
                child.close();
            }
        });
    }

    @Test
    @DisplayName("B2, B5: a message that fills the pipe keeps nobody off but the greenlet that sends it")
    void sendingIsCooperative() throws Exception {
        VirtualTime.run(_ -> {
            try (var child = ChildProcess.start(Echo.class)) {
                assertThat(child.pipe().get()).isNotEmpty();
                String long1 = "x".repeat(4_000_000);
                var sending = Jevent.spawn(() -> {
                    child.pipe().put(long1);
                    child.pipe().put(long1); // the child does not read this one before its first answer is taken
                    return "sent";
                });
                int ticks = 0;
                while (ticks < 100) {
                    ticks++;
                    Jevent.sleep();
                }
                assertThat(sending.isReady())
                        .as("sent before anybody took the answer")
                        .isFalse();
                assertThat(child.pipe().get()).isEqualTo(long1);
                assertThat(child.pipe().get()).isEqualTo(long1);
                assertThat(sending.result()).isEqualTo("sent");
            }
        });
    }

    @Test
    @DisplayName("B3: a greenlet can wait until a pipe can be read or written")
    void readinessOfPipesCanBeWaitedFor() throws Exception {
        VirtualTime.run(_ -> {
            try (Popen child = Popen.command("cat").stdin(PIPE).stdout(PIPE).start()) {
                var reader = Jevent.spawn(() -> {
                    Select.awaitReadable(child.stdout());
                    return child.stdout().read();
                });
                Select.awaitWritable(child.stdin());
                child.stdin().write('x');
                assertThat(reader.result()).isEqualTo((int) 'x');
            }
        });
    }

    @Test
    @DisplayName("B4: a child has none of the greenlets of its parent")
    void aChildHasItsOwnGreenletsOnly() throws Exception {
        VirtualTime.run(_ -> {
            var early = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 10; i++) {
                early.add(Jevent.spawn(() -> Jevent.sleep(Duration.ofDays(1))));
            }
            try (var child = ChildProcess.start(Echo.class)) {
                assertThat(child.pipe().get()).isEqualTo("1");
            }
            Jevent.killAll(early);
        });
    }

    @Test
    @DisplayName("B7: messages go to another process and back without holding anyone up")
    void relayWorks() {
        assertThat(Example.named("relay").program().run().out())
                .isEqualTo(
                        "hi in 0\nhi in 1\nhi in 2\nhi in 3\nhi in 4\nhi in 5\nhi in 6\nhi in 7\nhi in 8\nhi in 9\n");
    }
}
