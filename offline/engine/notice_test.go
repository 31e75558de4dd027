package engine_test

import (
	"testing"
	"testing/synctest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestADeviceThatWakesUpSyncsSoon(t *testing.T) {
	bubble(t, memory.Options{Poll: time.Hour}, func(t *testing.T, b *bench) {
		b.run(func() {
			b.during(10 * time.Second)
			b.ahead.Add(int64(10 * time.Minute)) // which timers did not see
			if n := b.during(22 * time.Second); n != 1 {
				t.Errorf("%d calls after it woke up", n)
			}
			if n := b.during(30 * time.Minute); n != 0 {
				t.Errorf("%d calls after that", n)
			}
		})
	})
}

func TestANetworkThatComesEndsTheWaitForIt(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.hub.Outage(true)
		b.run(func() {
			key := b.ask()
			b.during(30 * time.Second) // the breaker is open
			b.hub.Outage(false)
			b.addresses.Store(&[]string{"192.0.2.7"})
			b.during(21 * time.Second)
			if s := b.state(key); s != desk.StateAccepted {
				t.Errorf("it is %s", s)
			}
		})
	})
}

func TestANetworkThatGoesIsNoReasonToAsk(t *testing.T) {
	bubble(t, memory.Options{Poll: time.Hour}, func(t *testing.T, b *bench) {
		b.addresses.Store(&[]string{"192.0.2.7", "2001:db8::7"})
		b.run(func() {
			b.addresses.Store(&[]string{"192.0.2.7"})
			if n := b.during(time.Minute); n != 0 {
				t.Errorf("%d calls", n)
			}
		})
	})
}

func TestADelayHoldsForADeviceThatWakesUp(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.hub.Throttle(10 * time.Minute)
		b.run(func() {
			b.hub.Throttle(0)
			b.addresses.Store(&[]string{"192.0.2.7"})
			if n := b.during(9 * time.Minute); n != 0 {
				t.Errorf("%d calls before its time", n)
			}
		})
	})
}

func TestAProgramThatNobodyLooksAtBeginsCalmly(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.calm = time.Minute
		b.run(func() {
			if n := b.during(29 * time.Second); n != 0 {
				t.Errorf("%d calls at once", n)
			}
			key := b.ask()
			synctest.Wait()
			if s := b.state(key); s != desk.StateAccepted {
				t.Errorf("what somebody does meanwhile is %s", s)
			}
		})
		if err := b.engine.Close(); err != nil {
			t.Fatal(err)
		}
		b.start()
		b.run(func() {
			if n := b.during(time.Minute); n == 0 {
				t.Error("nothing within a minute")
			}
		})
	})
}
