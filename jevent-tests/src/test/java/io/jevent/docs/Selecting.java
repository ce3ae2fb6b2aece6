// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static java.lang.ProcessBuilder.Redirect.PIPE;

import io.jevent.select.Select;
import io.jevent.subprocess.Popen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Waits for the first of two programs that says something. */
final class Selecting {

    private Selecting() {}

    // @start region="program"
    static void main() throws IOException {
        var silent = Popen.command("cat").stdin(PIPE).stdout(PIPE).start();
        var talking = Popen.shell("echo hello; cat").stdin(PIPE).stdout(PIPE).start();
        var selected = Select.select(List.of(silent.stdout(), talking.stdout()), List.of());
        for (var pipe : selected.readable()) {
            IO.println(pipe.readLine().orElse("the end"));
        }
        IO.println("more? " + Select.awaitReadable(silent.stdout(), Duration.ZERO));
        silent.close();
        talking.close();
    }
    // @end
}
