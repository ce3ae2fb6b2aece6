// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Pings
import io.jevent.bench.workload.Rounds
import kotlin.concurrent.thread
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.runBlocking

/** A platform thread wakes an idle coroutine through a channel. */
object WakeLatencyWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(messages: Int): Double = runBlocking {
        val channel = Channel<Long>(Channel.UNLIMITED)
        val pings = Pings(messages)
        val sender = thread { pings.send { check(channel.trySend(it).isSuccess) } }
        do {
            val last = pings.receive(channel.receive())
        } while (!last)
        sender.join()
        pings.median()
    }
}
