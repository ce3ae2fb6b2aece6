// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.actor;

import io.jevent.Jevent;
import io.jevent.actor.Actor;
import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.ours.Asking;
import io.jevent.event.AsyncResult;
import java.util.ArrayList;

/** Greenlets ask actors of the same hub. */
public final class ClusterLocalAskWorkload {

    private ClusterLocalAskWorkload() {}

    /** A message. */
    private record Question(String text, long number, AsyncResult<Long> answer) {}

    /** Sends the number back. */
    private static final class Answering extends Actor<Question> {

        @Override
        protected void receive(Question question) {
            question.answer().set(question.number());
        }
    }

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Jevent.run(() -> {
            var actors = new ArrayList<Answering>();
            for (int i = 0; i < ClusterLoad.ASKING; i++) {
                var actor = new Answering();
                actor.start();
                actors.add(actor);
            }
            Rounds.serve(
                    args,
                    asks -> Asking.round(
                            asks,
                            (asker, number) -> actors.get(asker)
                                    .<Long>ask(
                                            answer -> new Question(ClusterLoad.TEXT, number, answer),
                                            ClusterLoad.LIMIT)));
            actors.forEach(Actor::stop);
            return null;
        });
    }
}
