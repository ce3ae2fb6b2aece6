// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.subprocess.Pipeline;
import io.jevent.subprocess.Popen;
import java.io.IOException;

/** Connects programs by pipes. */
final class Pipes {

    private Pipes() {}

    // @start region="program"
    static void main() throws IOException {
        var longest = Pipeline.of(
                Popen.command("cat").input("fig\nbanana\nkiwi\n"),
                Popen.command("awk", "{ print length, $0 }"),
                Popen.command("sort", "-rn"),
                Popen.command("head", "-1"));
        IO.print(longest.checkOutput());
        IO.println(longest.run().returnCodes());
    }
    // @end
}
