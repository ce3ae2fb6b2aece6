// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.monkey.Monkey;
import io.jevent.monkey.Patch;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;

/** What the JDK does before it is patched, and afterwards. */
final class Patching {

    private Patching() {}

    // @start region="program"
    static void main() {
        IO.println("Sockets wait on the hub's loop: " + Monkey.isPatched(Patch.SOCKET));
        Monkey.patchSocket();
        IO.println("After monkey patch: " + Monkey.isPatched(Patch.SOCKET));

        IO.println("So do selectors: " + Monkey.isPatched(Selector.class, "select"));
        Monkey.patchSelect();
        IO.println("After monkey patch: " + Monkey.isPatched(Patch.SELECT));

        IO.println("Another program's output, meanwhile: " + whatOthersDo());
        Monkey.patchSubprocess();
        IO.println("After monkey patch: " + whatOthersDo());
    }

    private static String whatOthersDo() {
        Greenlet<Integer> reader = Jevent.spawn(Patching::readFromAnotherProgram);
        int turns = 0;
        while (!reader.isDead()) {
            Jevent.sleep(Duration.ofMillis(10));
            turns++;
        }
        return turns < 5 ? "everyone stands still" : "others go on";
    }

    private static int readFromAnotherProgram() throws IOException {
        Process other = new ProcessBuilder("sleep", "0.5").start();
        return other.getInputStream().read(); // -1: it ends without a word
    }
    // @end
}
