// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqType;
import java.util.ArrayList;

/** Of the tutorial: ZeroMQ. */
final class News {

    private News() {}

    // @start region="program"
    static void main() {
        try (var context = new ZmqContext()) {
            var publisher = context.socket(ZmqType.XPUB);
            String at = publisher.bind("tcp://127.0.0.1:*");
            var readers = new ArrayList<Greenlet<String>>();
            for (String subject : new String[] {"weather", "sports"}) {
                readers.add(Jevent.spawn(() -> {
                    try (var subscriber = context.socket(ZmqType.SUB)) {
                        subscriber.subscribe(subject);
                        subscriber.connect(at);
                        return subscriber.recvString();
                    }
                }));
                publisher.recv(); // somebody has subscribed
            }
            publisher.send("politics: nobody reads this");
            publisher.send("sports: two to one");
            publisher.send("weather: sun");
            readers.forEach(reader -> IO.println(reader.result()));
        }
    }
    // @end
}
