// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jevent.subprocess.Popen;
import java.io.IOException;

/** Reads the lines of a program while it runs. */
final class TextLines {

    private TextLines() {}

    // @start region="program"
    static void main() throws IOException {
        var counting = Popen.shell("echo one; echo two").stdout(PIPE).start();
        for (String line : counting.stdoutLines()) {
            IO.println("read " + line);
        }
        counting.close();
        var latin = Popen.command("cat").capture().charset(ISO_8859_1).input("café");
        IO.println(latin.run().stdout().length + " bytes");
    }
    // @end
}
