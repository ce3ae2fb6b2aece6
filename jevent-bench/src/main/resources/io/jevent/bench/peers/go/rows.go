// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const seed = 20260101

func switchRound(switches int) float64 {
	var both sync.WaitGroup
	both.Add(2)
	begin := time.Now()
	for i := 0; i < 2; i++ {
		go func() {
			defer both.Done()
			for j := 0; j < switches/2; j++ {
				runtime.Gosched()
			}
		}()
	}
	both.Wait()
	return perOperation(begin, switches)
}

// Unbuffered channels: Go's own way to hand a message over.
func queueRound(messages int) float64 {
	there, back := make(chan string), make(chan string)
	done := make(chan bool)
	begin := time.Now()
	go func() {
		for i := 0; i < messages/2; i++ {
			back <- <-there
		}
	}()
	go func() {
		message := "message"
		for i := 0; i < messages/2; i++ {
			there <- message
			message = <-back
		}
		close(done)
	}()
	<-done
	return perOperation(begin, messages)
}

func spawnRound(count int) float64 {
	ran := 0
	var all sync.WaitGroup
	begin := time.Now()
	all.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			ran++
			all.Done()
		}()
	}
	all.Wait()
	result := perOperation(begin, count)
	if ran != count {
		panic(fmt.Sprint("ran ", ran, " of ", count))
	}
	return result
}

type waiters struct {
	opened       chan bool
	begun, ended sync.WaitGroup
}

func startWaiters(count int) *waiters {
	w := &waiters{opened: make(chan bool)}
	w.begun.Add(count)
	w.ended.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			w.begun.Done()
			<-w.opened
			w.ended.Done()
		}()
	}
	w.begun.Wait()
	return w
}

func (w *waiters) finish() {
	close(w.opened)
	w.ended.Wait()
}

// The heap and the stacks of goroutines. Go keeps ended goroutines for later ones, so only the first round of a
// process counts; the later ones repeat it.
var parkedBytes float64

func parkedBytesRound(count int) float64 {
	if parkedBytes != 0 {
		return parkedBytes
	}
	before := memoryInUse()
	w := startWaiters(count)
	after := memoryInUse()
	w.finish()
	parkedBytes = float64(after-before) / float64(count)
	return parkedBytes
}

func memoryInUse() uint64 {
	var stats runtime.MemStats
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse + stats.StackInuse
}

func millionRound(count int) float64 {
	begin := time.Now()
	startWaiters(count).finish()
	return time.Since(begin).Seconds()
}

func timersRound(count int) float64 {
	random := rand.New(rand.NewSource(seed))
	lengths := make([]time.Duration, count)
	for i := range lengths {
		lengths[i] = time.Minute + time.Duration(random.Int63n(int64(time.Minute)))
	}
	timers := make([]*time.Timer, count)
	action := func() {}
	begin := time.Now()
	for i, length := range lengths {
		timers[i] = time.AfterFunc(length, action)
	}
	for _, timer := range timers {
		timer.Stop()
	}
	return perOperation(begin, count)
}

func sleepersRound(count int) float64 {
	random := rand.New(rand.NewSource(seed))
	lengths := make([]time.Duration, count)
	for i := range lengths {
		lengths[i] = 2*time.Second + time.Duration(random.Int63n(int64(time.Second)))
	}
	var all sync.WaitGroup
	begin := processorTime()
	all.Add(count)
	for i := 0; i < count; i++ {
		length := lengths[i]
		go func() {
			time.Sleep(length)
			all.Done()
		}()
	}
	all.Wait()
	return float64(processorTime()-begin) / float64(count)
}

func processorTime() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func crossThreadRound(messages int) float64 {
	channel := make(chan string, 1<<16)
	begin := time.Now()
	go func() {
		runtime.LockOSThread()
		for i := 0; i < messages; i++ {
			channel <- "message"
		}
	}()
	for i := 0; i < messages; i++ {
		<-channel
	}
	return perOperation(begin, messages)
}

func wakeLatencyRound(messages int) float64 {
	channel := make(chan time.Time, 1)
	latencies := make([]int64, messages)
	var received int64
	go func() {
		for i := range latencies {
			sent := <-channel
			latencies[i] = time.Since(sent).Nanoseconds()
			atomic.AddInt64(&received, 1)
		}
	}()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for sent := 0; sent < messages; sent++ {
		for first := true; first || atomic.LoadInt64(&received) < int64(sent); first = false {
			pause()
		}
		channel <- time.Now()
	}
	for atomic.LoadInt64(&received) < int64(messages) {
		pause()
	}
	sort.Slice(latencies, func(i, j int) bool { return latencies[i] < latencies[j] })
	return float64(latencies[messages/2])
}

func pause() {
	time.Sleep(time.Millisecond)
}
