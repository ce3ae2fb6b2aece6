// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import static java.lang.ProcessBuilder.Redirect.PIPE;

import io.jevent.Jevent;
import io.jevent.subprocess.Popen;
import java.io.IOException;
import java.time.Duration;

/** A greenlet ticks while another program runs. */
final class Cron {

    private Cron() {}

    // @start region="program"
    static void main() throws IOException {
        var cron = Jevent.spawn(() -> {
            while (true) {
                IO.println("cron");
                Jevent.sleep(Duration.ofMillis(200));
            }
        });
        var sub = Popen.shell("sleep 1; uname").stdout(PIPE).start();
        String out = sub.communicate().stdoutText();
        cron.kill();
        IO.println(out.strip());
    }
    // @end
}
