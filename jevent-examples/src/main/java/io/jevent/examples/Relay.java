// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.ipc.ChildProcess;
import io.jevent.ipc.Codec;
import io.jevent.ipc.MessagePipe;
import io.jevent.ipc.ProcessMain;
import io.jevent.select.Select;
import java.io.IOException;
import java.util.List;

/** Another process sends back what it is sent, with a number. */
final class Relay {

    private Relay() {}

    // @start region="program"
    /** The program of the other process. */
    static final class Child implements ProcessMain<String> {

        @Override
        public Codec<String> codec() {
            return Codec.text();
        }

        @Override
        public void run(MessagePipe<String> parent, List<String> args) throws IOException {
            for (int i = 0; i < 10; i++) {
                parent.put(parent.get() + " in " + i);
            }
        }
    }

    static void main() throws IOException {
        try (var child = ChildProcess.start(Child.class)) {
            var getter = Jevent.spawn(() -> {
                for (int i = 0; i < 10; i++) {
                    Select.awaitReadable(child.pipe());
                    IO.println(child.pipe().get());
                }
                return "all came";
            });
            var putter = Jevent.spawn(() -> {
                for (int i = 0; i < 10; i++) {
                    Select.awaitWritable(child.pipe());
                    child.pipe().put("hi");
                }
                return "all sent";
            });
            Jevent.joinAll(getter, putter);
        }
    }
    // @end
}
