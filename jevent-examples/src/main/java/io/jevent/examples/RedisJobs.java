// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Jedis, which knows nothing of jevent: three workers wait in Redis for jobs. */
final class RedisJobs {

    private RedisJobs() {}

    // @start region="program"
    private static final String JOBS = "jevent:example:jobs";

    static void main(String[] args) {
        var redis = URI.create(args.length > 0 ? args[0] : "redis://127.0.0.1:6379");
        List<Greenlet<Integer>> workers = new ArrayList<>();
        for (String name : List.of("steve", "john", "nancy")) {
            workers.add(Jevent.spawn(() -> work(redis, name)));
        }
        try (var jedis = new Jedis(redis)) {
            for (int job = 1; job <= 9; job++) {
                jedis.rpush(JOBS, "job " + job);
            }
            jedis.rpush(JOBS, "home", "home", "home");
            Jevent.joinAll(workers);
        }
        int done = workers.stream().mapToInt(Greenlet::result).sum();
        IO.println(done + " jobs done");
    }

    private static int work(URI redis, String name) {
        try (var jedis = new Jedis(redis)) {
            int done = 0;
            while (!jedis.blpop(0, JOBS).getLast().equals("home")) { // waits in Redis; others run
                done++;
            }
            IO.println(name + " goes home");
            return done;
        }
    }
    // @end
}
