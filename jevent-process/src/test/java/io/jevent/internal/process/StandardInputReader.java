// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import io.jevent.Jevent;
import io.jevent.file.StandardInput;

/** A program whose first reader is killed, whose second gets the line, and whose third waits when the program ends. */
public final class StandardInputReader {

    private StandardInputReader() {}

    /**
     * Runs it.
     *
     * @param args none
     * @throws Exception if a reader fails
     */
    public static void main(String[] args) throws Exception {
        Jevent.run(() -> {
            var first = Jevent.spawn(() -> StandardInput.stream().readLine());
            Jevent.sleep();
            first.kill();
            IO.println("killed");
            IO.println("got " + StandardInput.stream().readLine().orElseThrow());
            var third = Jevent.spawn(() -> StandardInput.stream().readLine());
            Jevent.sleep();
            IO.println(third.isReady());
            return null;
        });
    }
}
