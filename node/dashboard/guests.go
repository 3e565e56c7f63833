package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

const (
	// ticketLife is for a person who copies an address into a browser.
	ticketLife  = 10 * time.Minute
	sessionLife = 24 * time.Hour
)

// guests are those who may come in: holders of a ticket, once, and of a session until it ends. The secrets themselves are not kept.
type guests struct {
	now      func() time.Time
	mu       sync.Mutex
	tickets  map[key]visit
	sessions map[key]visit
}

type key [sha256.Size]byte

// visit is to a cluster, under the name that its owner has for it.
type visit struct {
	cluster string
	until   time.Time
}

func newGuests(now func() time.Time) *guests {
	return &guests{now: now, tickets: map[key]visit{}, sessions: map[key]visit{}}
}

// ticket opens a session, once and soon.
func (g *guests) ticket(cluster string) string {
	return g.issue(g.tickets, cluster, ticketLife)
}

// enter trades a ticket for a session.
func (g *guests) enter(ticket string) (session string, ok bool) {
	visit, ok := g.find(g.tickets, ticket, true)
	if !ok {
		return "", false
	}
	return g.issue(g.sessions, visit.cluster, sessionLife), true
}

// session is the name of the cluster that a session is to.
func (g *guests) session(secret string) (cluster string, ok bool) {
	visit, ok := g.find(g.sessions, secret, false)
	return visit.cluster, ok
}

func (g *guests) issue(to map[key]visit, cluster string, life time.Duration) string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	secret := base64.RawURLEncoding.EncodeToString(random[:])
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	for key, visit := range to {
		if !now.Before(visit.until) {
			delete(to, key)
		}
	}
	to[sha256.Sum256([]byte(secret))] = visit{cluster, now.Add(life)}
	return secret
}

func (g *guests) find(in map[key]visit, secret string, once bool) (visit, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := sha256.Sum256([]byte(secret))
	found, ok := in[key]
	if once {
		delete(in, key)
	}
	return found, ok && g.now().Before(found.until)
}
