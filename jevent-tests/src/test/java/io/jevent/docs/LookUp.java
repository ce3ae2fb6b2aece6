// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.dns.Dns;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

final class LookUp {

    private LookUp() {}

    // @start region="program"
    static void main() throws IOException {
        var lookUps = List.of("localhost", "127.0.0.1", "no such name").stream()
                .map(name -> Jevent.spawn(() -> Dns.address(name, Duration.ofSeconds(20))))
                .toList();
        Jevent.joinAll(lookUps);
        for (var lookUp : lookUps) {
            IO.println(lookUp.successful() ? "found " + lookUp.result().isLoopbackAddress() : "not found");
        }
    }
    // @end
}
