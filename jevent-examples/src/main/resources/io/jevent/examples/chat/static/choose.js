'use strict';
document.getElementById('choose').addEventListener('submit', event => {
  event.preventDefault();
  const name = document.getElementById('name').value.trim();
  if (name) {
    location.href = '/' + encodeURIComponent(name);
  }
});
