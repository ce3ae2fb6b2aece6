// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.subprocess.CalledProcessException;
import io.jevent.subprocess.Popen;
import io.jevent.subprocess.ProcessTimeoutException;
import java.io.IOException;
import java.time.Duration;

/** Runs programs to their end. */
final class Checked {

    private Checked() {}

    // @start region="program"
    static void main() throws IOException {
        IO.print(Popen.command("echo", "$HOME is not special here").checkOutput());
        var sorted = Popen.command("sort").capture().input("pear\napple\n").run();
        IO.print(sorted.stdoutText());
        try {
            Popen.shell("echo it broke >&2; exit 3").capture().checkCall();
        } catch (CalledProcessException e) {
            IO.println(
                    e.process().returnCode() + ": " + e.process().stderrText().strip());
        }
        try {
            Popen.command("sleep", "1000").run(Duration.ZERO);
        } catch (ProcessTimeoutException e) {
            IO.println(e.getMessage());
        }
    }
    // @end
}
